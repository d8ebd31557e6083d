import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idOf, must } from './testing/clinic-server.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const script = `
create table cities (id int primary key, name varchar(40) not null);
create table customers (id int primary key, name varchar(40) not null, city_id int, foreign key (city_id) references cities (id));
create table orders (id int primary key, number varchar(20) not null, customer_id int not null, foreign key (customer_id) references customers (id));
create index orders_customer on orders (customer_id);
create table order_lines (id int primary key, order_id int not null, product varchar(40) not null, wage varchar(20), foreign key (order_id) references orders (id));
create index order_lines_order on order_lines (order_id);
insert into cities values (1, 'Delft');
insert into customers values (7, 'Ada', 1), (8, 'Bo', null);
insert into orders values (1, 'A-1', 7), (2, 'A-2', 7), (3, 'A-3', 8);
insert into order_lines values (1, 1, 'Bell', '5'), (2, 1, 'Lamp', '6'), (3, 1, 'Chain', '7'), (4, 3, 'Wheel', '8');
`

const ordersOf: BindingInputDocument = {
  operation: 'customers.find',
  toolName: 'Orders of a customer',
  where: [{ field: 'id', param: 'customer_id' }],
  projection: [
    {
      path: '$',
      leaf: 'customers',
      max: 1,
      fields: [
        { path: 'name', leaf: 'customer_name' },
        {
          path: 'orders',
          leaf: 'orders',
          max: 3,
          fields: [
            { path: 'number', leaf: 'order_number' },
            { path: 'customer.city.name', leaf: 'city' },
            {
              path: 'order_lines',
              leaf: 'lines',
              max: 2,
              where: [{ field: 'product', op: 'startsWith', param: 'product_name', optional: true }],
              orderBy: [{ field: 'product', direction: 'desc' }],
              fields: [{ path: 'product', leaf: 'product' }],
            },
          ],
        },
      ],
    },
  ],
}

for (const dialect of ['postgres', 'mysql'] as const) {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)(`rows within rows on a ${dialect} integration`, () => {
    let server: TestServer
    let database: TestDatabase
    let agentId: string
    let skillId: string
    const discover = () =>
      must(server.api('POST', '/integrations/shop/discover', { headers: { prefer: 'wait=30' } }))
    const execute = (params: object) =>
      server.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body: { params } })
    const block = (blockedFields: readonly string[], blockedObjects: readonly string[] = []) =>
      must(server.api('PATCH', '/integrations/shop/scoping', { body: { blockedFields, blockedObjects } }))

    beforeAll(async () => {
      if (address === undefined) return
      server = await startTestServer({ egressAllow: `127.0.0.1/32,${address.host}/32` })
      database = await createTestDatabase(dialect, address)
      await database.script(script)
      await must(server.api('POST', '/integrations', { body: { kind: 'shop', name: 'Shop', type: dialect } }))
      agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'desk' } })))
      const credentials = { credentials: database.credentials }
      await must(server.api('POST', '/integrations/shop/connect', { body: credentials }))
      await discover()
      const bound = server.api('POST', `/agents/${agentId}/integrations/shop/bindings`, { body: ordersOf })
      skillId = idOf(await must(bound))
      const enable = { isEnabled: true }
      await must(server.api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: enable }))
      await must(server.api('POST', `/agents/${agentId}/publish`))
    })
    afterAll(async () => {
      await server.close()
      await database.drop()
    })

    it('are one call, and what a list does not show is told by its name', async () => {
      const { data, body } = await execute({ customer_id: 7 })
      expect(JSON.stringify(body)).toContain(
        'rows_truncated: \\"customers.orders.lines\\" holds 2 rows; the provider has more.',
      )
      expect(data).toMatchObject({
        output: {
          customers: [
            {
              customer_name: 'Ada',
              orders: [
                { order_number: 'A-1', city: 'Delft', lines: [{ product: 'Lamp' }, { product: 'Chain' }] },
                { order_number: 'A-2', city: 'Delft', lines: [] },
              ],
            },
          ],
        },
      })
      expect((await execute({ customer_id: 7, product_name: 'B' })).data).toMatchObject({
        output: { customers: [{ orders: [{ lines: [{ product: 'Bell' }] }, { lines: [] }] }] },
      })
      expect((await execute({ customer_id: 8 })).data).toMatchObject({
        output: {
          customers: [{ orders: [{ order_number: 'A-3', city: null, lines: [{ product: 'Wheel' }] }] }],
        },
      })
    })

    it('need the rights to each table that they read, and to no column more', async () => {
      const { data } = await must(server.api('GET', `/agents/${agentId}/skills/${skillId}`))
      const access = JSON.stringify(data)
      for (const name of ['order_lines', 'orders', 'cities']) expect(access).toContain(name)
      expect(access).not.toContain('wage')
    })

    it('say at validation what is wrong within them, with the names that were meant', async () => {
      const [entry] = ordersOf.projection ?? []
      const projection = [
        {
          ...entry,
          fields: [
            { path: 'order', leaf: 'orders', max: 1, fields: [{ path: 'number', leaf: 'order_number' }] },
          ],
        },
      ]
      const body = { ...ordersOf, projection }
      const { data } = await must(
        server.api('POST', `/agents/${agentId}/integrations/shop/bindings/validate`, { body }),
      )
      expect(JSON.stringify(data)).toContain('path_not_found')
      expect(JSON.stringify(data)).toContain('"orders"')
    })

    it('are planned by the database without being run', async () => {
      const place = `/agents/${agentId}/integrations/shop/bindings/validate?plan=true`
      const { data } = await must(server.api('POST', place, { body: ordersOf }))
      expect(JSON.stringify(data)).toContain('"reads"')
      expect(JSON.stringify(data)).toContain('order_lines')
    })

    it('stay as they are when the database is discovered again', async () => {
      await discover()
      const { data } = await must(server.api('GET', `/agents/${agentId}/skills/${skillId}`))
      expect(data).toMatchObject({ status: 'valid' })
      expect((await execute({ customer_id: 7 })).status).toBe(200)
    })

    it.each([
      ['a table on the way', [], ['orders']],
      ['the innermost table', [], ['order_lines']],
      ['a column that joins two of them', ['order_lines.order_id'], []],
      ['a column that is compared', ['order_lines.product'], []],
      ['a column on a way of several steps', ['cities.name'], []],
    ])('do not run any more once %s is blocked', async (_, fields, objects) => {
      await block(fields, objects)
      const answer = await execute({ customer_id: 7 })
      expect([answer.status, answer.body['code']]).toEqual([409, 'skill_stale'])
      await block([])
      expect((await execute({ customer_id: 7 })).status).toBe(200)
    })
  })
}
