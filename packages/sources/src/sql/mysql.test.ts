import { fileURLToPath } from 'node:url'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { afterAll, beforeAll, describe } from 'vitest'
import { describeSource } from '../describe-source.contract.ts'
import { answering, refusing } from './testing/odd-databases.ts'
import { readFixture } from './testing/read-fixture.ts'

const schema = `
create table customer (id bigint unsigned auto_increment primary key, name varchar(80) not null, email varchar(120) collate utf8mb4_bin unique comment 'Where receipts go',
  mood enum('ok','it''s bad') not null default 'ok', colours set('red','blue'), born date, secret_token text, flags bit(8), is_new tinyint(1) not null default 0,
  key customer_name (name(10))) comment 'People who buy';
create table region (country char(2), code varchar(8), primary key (country, code));
create table orders (id int auto_increment primary key, customer_id bigint unsigned not null, country char(2), code varchar(8),
  parent int, amount decimal(12,2) not null default 0, quantity int unsigned not null, doubled int generated always as (quantity * 2) stored,
  weight float, payload blob, placed_at timestamp not null default current_timestamp,
  constraint orders_customer foreign key (customer_id) references customer (id),
  constraint orders_parent foreign key (parent) references orders (id),
  constraint orders_region foreign key (country, code) references region (country, code));
create view customer_names as select id, name from customer;
create table ledger (line text);
`

const server = await findServer('mysql')
describe.skipIf(server === undefined)('on a real server', () => {
  let database: TestDatabase
  let hostile: TestDatabase

  beforeAll(async () => {
    if (server === undefined) return
    // The name of the database is in every address of the catalog, so it cannot be a new one each time.
    database = await createTestDatabase('mysql', server, 'bindery_test_golden')
    hostile = await createTestDatabase('mysql', server, 'od`d')
    await database.script(schema)
    await hostile.script(readFixture('mysql-names.sql'))
  })
  afterAll(async () => {
    await database.drop()
    await hostile.drop()
  })

  describeSource('mysql', {
    connect: () => database.connect(),
    golden: fileURLToPath(new URL('./golden/mysql.catalog.json', import.meta.url)),
    hostile: [
      ['names that try to be SQL', () => hostile.connect()],
      ['no rows at all', () => answering([])],
      ['rows of nulls', () => answering([[null, null, null]])],
      ['rows of nonsense', () => answering([Array.from({ length: 20 }, () => '__proto__')])],
      ['a refusal', () => refusing()],
    ],
  })
})
