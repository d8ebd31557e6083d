import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorCodes, idOf, must } from './testing/clinic-server.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const postgresSchema = `
create table customer (id bigint primary key, name text not null, phone text not null, tenant int not null);
create index customer_phone on customer (phone);
create table orders (id bigserial primary key, number text not null unique, customer_id bigint not null references customer (id),
  total numeric(20,4) not null default 0, placed_at timestamptz not null default now(), note text, gone_at timestamptz);
create index orders_customer on orders (customer_id);
insert into customer values (9007199254740993, 'Ada', '+31612345678', 1), (2, 'Bo', '+31600000000', 2);
insert into orders (number, customer_id, total, placed_at) values
  ('A-1', 9007199254740993, 12345678901234.5678, '2024-03-10 02:30:00+05:30'), ('A-2', 9007199254740993, 1, '2024-03-11 00:00:00Z');
`

const mysqlSchema = `
create table customer (id bigint primary key, name varchar(80) not null, phone varchar(40) not null, tenant int not null, key customer_phone (phone));
create table orders (id bigint auto_increment primary key, number varchar(60) not null unique, customer_id bigint not null,
  total decimal(20,4) not null default 0, placed_at timestamp not null default current_timestamp, note text, gone_at timestamp null,
  key orders_customer (customer_id), constraint orders_customer foreign key (customer_id) references customer (id));
insert into customer values (9007199254740993, 'Ada', '+31612345678', 1), (2, 'Bo', '+31600000000', 2);
insert into orders (number, customer_id, total, placed_at) values
  ('A-1', 9007199254740993, 12345678901234.5678, '2024-03-09 21:00:00'), ('A-2', 9007199254740993, 1, '2024-03-11 00:00:00');
`

const findOrders: BindingInputDocument = {
  operation: 'orders.find',
  toolName: 'Orders of a customer',
  description: 'Find the orders of a customer.',
  enabled: true,
  sqlSearch: {
    table: 'orders',
    filter: { column: 'customer_id', param: 'customer_id' },
    limit: 1,
    orderBy: { column: 'number', direction: 'asc' },
    constants: [{ column: 'gone_at', const: null }],
  },
  projection: [
    {
      path: '$',
      leaf: 'orders',
      max: 50,
      fields: [
        { path: 'number', leaf: 'order_number' },
        { path: 'total', leaf: 'order_total' },
        { path: 'placed_at', leaf: 'ordered_at' },
        { path: 'note', leaf: 'note' },
        { path: 'customer.id', leaf: 'customer_id' },
        { path: 'customer.name', leaf: 'customer_name' },
      ],
    },
  ],
}

const addOrder: BindingInputDocument = {
  operation: 'orders.insert',
  toolName: 'Add an order',
  description: 'Add an order for a customer.',
  sqlWrite: {
    table: 'orders',
    mode: 'insert',
    columns: [
      { column: 'number', param: 'order_number' },
      { column: 'customer_id', param: 'customer_id' },
      { column: 'total', const: '5.5000' },
      { column: 'note', param: 'note' },
    ],
  },
  projection: [
    { path: 'id', leaf: 'order_id' },
    { path: 'total', leaf: 'order_total' },
  ],
}

const changeNote: BindingInputDocument = {
  operation: 'orders.update',
  toolName: 'Change the note of an order',
  description: 'Change the note of an order.',
  sqlWrite: {
    table: 'orders',
    mode: 'update',
    columns: [{ column: 'note', param: 'note' }],
    keyColumn: 'number',
    keyParam: 'order_number',
  },
  projection: [{ path: 'note', leaf: 'note' }],
}

for (const dialect of ['postgres', 'mysql'] as const) {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)(`a ${dialect} integration`, () => {
    let server: TestServer
    let database: TestDatabase
    let agentId: string
    const bindings = () => `/agents/${agentId}/integrations/shop/bindings`
    const bind = (body: BindingInputDocument) => server.api('POST', bindings(), { body })
    const publish = async (body: BindingInputDocument): Promise<string> => {
      const skillId = idOf(await must(bind(body)))
      const enable = { isEnabled: true, acknowledge: ['write'] }
      await must(server.api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: enable }))
      await must(server.api('POST', `/agents/${agentId}/publish`))
      return skillId
    }
    const execute = (skillId: string, params: object) =>
      server.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body: { params } })
    const confirm = async (skillId: string, params: object) => {
      const paused = await execute(skillId, params)
      expect(paused.status).toBe(202)
      const { confirmationId } = z.object({ confirmationId: z.string() }).parse(paused.data)
      return server.api('POST', `/confirmations/${confirmationId}/approve`)
    }

    beforeAll(async () => {
      if (address === undefined) return
      server = await startTestServer({ egressAllow: `127.0.0.1/32,${address.host}/32` })
      database = await createTestDatabase(dialect, address)
      await database.script(dialect === 'postgres' ? postgresSchema : mysqlSchema)
      await must(server.api('POST', '/integrations', { body: { kind: 'shop', name: 'Shop', type: dialect } }))
      agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'desk' } })))
      await must(
        server.api('POST', '/integrations/shop/connect', { body: { credentials: database.credentials } }),
      )
      await must(server.api('POST', '/integrations/shop/discover', { headers: { prefer: 'wait=30' } }))
    })
    afterAll(async () => {
      await server.close()
      await database.drop()
    })

    it('lists tables with their keys, indexes and relationships, and operations for each', async () => {
      const orders = await must(server.api('GET', '/integrations/shop/objects/orders'))
      expect(orders.data).toMatchObject({
        name: 'orders',
        edges: [expect.objectContaining({ name: 'orders.customer' })],
        operations: ['orders.aggregate', 'orders.find', 'orders.insert', 'orders.update'],
      })
    })

    it('reads rows by an indexed column, with a join, a pinned constant and exact values', async () => {
      const skillId = await publish(findOrders)
      const answer = await execute(skillId, { customer_id: '9007199254740993' })
      expect(answer.data).toMatchObject({
        status: 'ok',
        output: {
          orders: [
            {
              order_number: 'A-1',
              order_total: '12345678901234.5678',
              ordered_at: '2024-03-09T21:00:00.000Z',
              note: null,
              customer_id: '9007199254740993',
              customer_name: 'Ada',
            },
          ],
        },
      })
      expect(answer.text).toContain('rows_truncated')
    })

    it('finds rows by a column of the row that they lead to', async () => {
      const skillId = await publish({
        operation: 'orders.find',
        toolName: 'Orders by the name of the customer',
        where: [
          { field: 'customer_id', param: 'customer_id' },
          { field: 'customer.name', op: 'startsWith', param: 'customer_name', optional: true },
        ],
        orderBy: [{ field: 'customer_id' }],
        projection: [
          { path: '$', leaf: 'orders', max: 9, fields: [{ path: 'number', leaf: 'order_number' }] },
        ],
      })
      const ada = '9007199254740993'
      const found = async (params: object) => (await execute(skillId, { customer_id: ada, ...params })).data
      const both = { orders: [{ order_number: 'A-1' }, { order_number: 'A-2' }] }
      expect(await found({})).toMatchObject({ output: both })
      expect(await found({ customer_name: 'Ad' })).toMatchObject({ output: both })
      expect(await found({ customer_name: 'Bo' })).toMatchObject({ output: { orders: [] } })
    })

    it('shows the statement with its values before anything is sent, and it never changes', async () => {
      const skillId = await publish({ ...findOrders, toolName: 'Shown' })
      const path = `/agents/${agentId}/skills/${skillId}/execute?dryRun=true`
      const texts = []
      for (const id of ['1', '2']) {
        const shown = await must(server.api('POST', path, { body: { params: { customer_id: id } } }))
        const { request } = z
          .object({
            request: z.object({ request: z.object({ text: z.string(), values: z.array(z.string()) }) }),
          })
          .parse(shown.data).request
        expect(request.values).toEqual([id])
        texts.push(request.text)
      }
      expect(texts[0]).toBe(texts[1])
    })

    it('refuses a call without its filter', async () => {
      const skillId = await publish({ ...findOrders, toolName: 'No filter' })
      const answer = await execute(skillId, {})
      expect([answer.status, answer.body['code']]).toEqual([400, 'validation_error'])
    })

    // MySQL knows of every table how large it is, and this one is small; PostgreSQL has not analysed it.
    it.skipIf(dialect === 'mysql')('refuses a column that leads no index', async () => {
      const sqlSearch = { table: 'orders', filter: { column: 'note', param: 'note' } }
      const answer = await bind({ ...findOrders, sqlSearch, toolName: 'Refused' })
      expect([answer.status, errorCodes(answer)]).toEqual([422, ['filter_not_indexed']])
    })

    it('refuses an update by a column that is not unique', async () => {
      const answer = await bind({
        ...changeNote,
        sqlWrite: {
          table: 'orders',
          mode: 'update',
          columns: [{ column: 'note', param: 'note' }],
          keyColumn: 'customer_id',
          keyParam: 'customer_id',
        },
      })
      expect([answer.status, errorCodes(answer)]).toEqual([422, expect.arrayContaining(['key_not_unique'])])
    })

    it('inserts one row after a confirmation, and answers with what was stored', async () => {
      const skillId = await publish(addOrder)
      const params = { order_number: "B-1'); drop table orders; --", customer_id: '2', note: 'x' }
      const answer = await confirm(skillId, params)
      expect(answer.data).toMatchObject({ status: 'ok', output: { order_id: '3', order_total: '5.5000' } })
      const { rows } = await database.run('select number, note from orders where customer_id = 2')
      expect(rows).toEqual([["B-1'); drop table orders; --", 'x']])
    })

    it('says that the database refused a value that is taken, its words in a member of their own', async () => {
      const skillId = await publish({ ...addOrder, toolName: 'Taken' })
      const answer = await confirm(skillId, { order_number: 'A-1', customer_id: '2', note: 'x' })
      expect([answer.status, answer.body['code']]).toEqual([502, 'upstream_error'])
      expect(JSON.stringify(answer.body['provider'])).toMatch(/orders_number|key 'number'/)
      expect(String(answer.body['detail'])).not.toMatch(/duplicate|orders_number|constraint/i)
    })

    it('asks for a verified caller before it updates a row', async () => {
      const skillId = await publish({ ...changeNote, toolName: 'Note' })
      const answer = await execute(skillId, { order_number: 'A-2', note: 'changed' })
      expect([answer.status, answer.body['code']]).toEqual([403, 'identity_not_verified'])
      const { rows } = await database.run("select note from orders where number = 'A-2'")
      expect(rows).toEqual([[null]])
    })

    it('tells that nothing changed when the schema is read again', async () => {
      const again = await must(
        server.api('POST', '/integrations/shop/discover', { headers: { prefer: 'wait=30' } }),
      )
      expect(again.data).toMatchObject({ diff: { added: [], changed: [], removed: [] } })
    })
  })
}

describe('connecting a database', () => {
  let server: TestServer
  const credentials = { host: '127.0.0.1', database: 'x', user: 'x', password: 'canary-8fQ2' }
  const connect = (change: object) =>
    server.api('POST', '/integrations/shop/connect', { body: { credentials: { ...credentials, ...change } } })

  beforeAll(async () => {
    server = await startTestServer({ egressAllow: '127.0.0.1/32:1' })
    await must(
      server.api('POST', '/integrations', { body: { kind: 'shop', name: 'Shop', type: 'postgres' } }),
    )
  })
  afterAll(() => server.close())

  it.each([
    ['no TLS to a host that the operator does not list', { host: 'db.example.com', sslmode: 'disable' }, 403],
    ['a private host', { host: '10.0.0.5', sslmode: 'require' }, 403],
    ['the metadata address', { host: '169.254.169.254', sslmode: 'require' }, 403],
    ['another port of a listed host', { port: 5432, sslmode: 'disable' }, 403],
    ['an sslmode that can be talked out of TLS', { sslmode: 'prefer' }, 400],
  ])('refuses %s', async (_, change, status) => {
    const answer = await connect(change)
    expect(answer.status).toBe(status)
    expect(answer.text).not.toContain('canary-8fQ2')
  })

  it('refuses a key where a user is needed', async () => {
    const answer = await server.api('POST', '/integrations/shop/connect', {
      body: { credentials: { access_token: 'x' } },
    })
    expect([answer.status, answer.body['code']]).toEqual([400, 'validation_error'])
  })
})
