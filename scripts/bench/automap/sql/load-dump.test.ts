import { describe, expect, test } from 'vitest'
import { findServer } from '../../../../packages/connection/src/testing/index.ts'
import { dialectOf } from './dialect-of.ts'
import { loadDump } from './load-dump.ts'
import { useOf, withoutOwnName } from './statement-use.ts'

const postgresDump = `was cut off
*****/
CREATE TABLE public.lost (id int PRIMARY KEY);
\\connect shop
SELECT pg_catalog.set_config('search_path', '', false);
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS no_such_thing WITH SCHEMA public;
ALTER SCHEMA public OWNER TO somebody;
CREATE TABLE public.customer (
  id bigint NOT NULL,
  email public.citext,
  place public.geometry(Point,4326),
  made_by uuid DEFAULT public.own_uuid()
);
COPY public.customer (id, email) FROM stdin;
1	it's; here
\\.
ALTER TABLE ONLY public.customer ADD CONSTRAINT customer_pkey PRIMARY KEY (id);
CREATE TABLE @cdm.visit (id int PRIMARY KEY, customer_id bigint REFERENCES public.customer (id));
`

test('a dump of PostgreSQL becomes a catalog without a server, whatever of it fails', async () => {
  const loaded = await loadDump([postgresDump.replace('@cdm.visit', 'crm.visit')])
  if (loaded.status !== 'loaded') throw new Error(loaded.reason)
  expect(loaded.catalog.source).toBe('postgres')
  expect(loaded.catalog.objects.map(({ name, fields }) => [name, fields.map((field) => field.name)])).toEqual(
    [
      ['crm.visit', ['customer', 'customer_id', 'id']],
      ['customer', ['email', 'id', 'made_by', 'place']],
      ['lost', ['id']],
    ],
  )
  expect(loaded.notes).toEqual([
    '1 of 7 statements failed: extension "no_such_thing" is not available (1).',
    'Made up what the dump takes as given: type public.geometry, function public.own_uuid(), schema crm.',
  ])
})

test('a file that makes no table is skipped with its reason', async () => {
  const loaded = await loadDump(['alter table a add b int;'])
  expect(loaded).toEqual({
    status: 'skipped',
    reason: 'it makes no table. 1 of 1 statements failed: relation "a" does not exist (1).',
  })
})

const mysqlDump = `CREATE DATABASE \`my shop\`;
USE \`my shop\`;
CREATE TABLE \`my shop\`.\`customer\` (\`id\` int unsigned NOT NULL AUTO_INCREMENT, PRIMARY KEY (\`id\`)) ENGINE=InnoDB;
INSERT INTO customer VALUES (1), (2);
/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=\`a\`@\`b\` SQL SECURITY DEFINER */ /*!50001 VIEW \`latest\` AS select 1 AS \`one\` */;
DROP TABLE mysql.user;
CREATE TABLE elsewhere.stolen (id int);
`

describe('a dump of MySQL', async () => {
  const server = await findServer('mysql')
  test.skipIf(server === undefined)('becomes a catalog of a database of its own', async () => {
    const loaded = await loadDump([mysqlDump])
    if (loaded.status !== 'loaded') throw new Error(loaded.reason)
    expect(loaded.catalog.objects.map(({ name }) => name)).toEqual(['customer', 'latest'])
    expect(loaded.notes).toEqual([])
  })
})

test('dialects are told apart by what a dump says', () => {
  expect([dialectOf(postgresDump), dialectOf(mysqlDump), dialectOf('create table a (id int)')]).toEqual([
    'postgres',
    'mysql',
    'postgres',
  ])
})

test.each([
  ['drop table users', 'left_out'],
  ['grant all on *.* to somebody', 'left_out'],
  ['create table mysql.user (id int)', 'left_out'],
  ['create table `mysql` . `user` (id int)', 'left_out'],
  ['create index a on mysql.user (id)', 'left_out'],
  ['alter table users add index (a)', 'schema'],
  ['/*!40000 ALTER TABLE `users` DISABLE KEYS */', 'schema'],
] as const)('on a server of this machine "%s" is %s', (statement, use) => {
  expect(useOf(statement, 'mysql')).toBe(use)
})

test('the name of its own database is taken off tables, not out of texts', () => {
  const dump = ['use shop', "create view shop.a as select `shop`.`b`.c, 'shop.b' from shop . b"]
  expect(withoutOwnName(dump)[1]).toBe("create view a as select `b`.c, 'shop.b' from b")
})
