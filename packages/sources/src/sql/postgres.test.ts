import { fileURLToPath } from 'node:url'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { readFixture } from './testing/read-fixture.ts'
import { afterAll, beforeAll, describe } from 'vitest'
import { describeSource } from '../describe-source.contract.ts'
import { answering, refusing } from './testing/odd-databases.ts'

const schema = `
create schema archive;
create type mood as enum ('ok', 'it''s bad');
create domain positive as int check (value > 0);
create table customer (id bigint generated always as identity primary key, name varchar(80) not null, email text unique,
  mood mood not null default 'ok', scores int[], born date, secret_token text, profile jsonb not null default '{}');
comment on table customer is 'People who buy';
comment on column customer.email is 'Where receipts go';
create unique index customer_lower on customer (lower(name));
create index customer_partial on customer (born) where mood = 'ok';
create index customer_scores on customer using gin (scores);
create table region (country char(2), code varchar(8), primary key (country, code));
create table orders (id serial primary key, customer_id bigint not null references customer (id), country char(2), code varchar(8),
  parent int references orders (id), amount numeric(12,2) not null default 0, quantity positive not null, doubled int generated always as (quantity * 2) stored,
  placed_at timestamptz not null default now(), foreign key (country, code) references region (country, code));
create index orders_customer on orders (customer_id, placed_at);
create table archive.orders (id int primary key, payload bytea);
create table event (at timestamptz not null, note text) partition by range (at);
create table event_2024 partition of event for values from ('2024-01-01') to ('2025-01-01');
create view customer_names as select id, name from customer;
create table ledger (line text);
alter table ledger enable row level security;
`

const server = await findServer('postgres')
describe.skipIf(server === undefined)('on a real server', () => {
  let database: TestDatabase
  let hostile: TestDatabase

  beforeAll(async () => {
    if (server === undefined) return
    database = await createTestDatabase('postgres', server)
    hostile = await createTestDatabase('postgres', server)
    await database.script(schema)
    await hostile.script(readFixture('pg-names.sql'))
  })
  afterAll(async () => {
    await database.drop()
    await hostile.drop()
  })

  describeSource('postgres', {
    connect: () => database.connect(),
    golden: fileURLToPath(new URL('./golden/postgres.catalog.json', import.meta.url)),
    hostile: [
      ['names that try to be SQL', () => hostile.connect()],
      ['no rows at all', () => answering([])],
      ['rows of nulls', () => answering([[null, null, null]])],
      ['rows of nonsense', () => answering([Array.from({ length: 20 }, () => '__proto__')])],
      ['a refusal', () => refusing()],
    ],
  })
})
