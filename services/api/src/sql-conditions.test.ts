import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { BindingInputDocument, JsonObject } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCodes, idOf, must } from './testing/clinic-server.ts'
import { runVerified } from './testing/run-verified.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const schemas = {
  postgres: `
create type visit_state as enum ('planned', 'done', 'cancelled');
create table visit (id int primary key, customer_id int not null, state visit_state not null, day date not null, subject text not null,
  seen_at timestamptz, places json);
create index visit_customer on visit (customer_id, day);`,
  mysql: `
create table visit (id int primary key, customer_id int not null, state enum('planned', 'done', 'cancelled') not null, day date not null,
  subject varchar(80) not null, seen_at timestamp null, places json, key visit_customer (customer_id, day));`,
} as const

const rows = `
insert into visit (id, customer_id, state, day, subject, seen_at) values
  (1, 7, 'done', '2026-01-10', 'Boiler: yearly service', '2026-01-10 09:00:00'),
  (2, 7, 'planned', '2026-02-10', 'Leak under the sink', null),
  (3, 7, 'cancelled', '2026-03-10', 'Boiler: 100% cold', null),
  (4, 7, 'planned', '2026-04-10', 'Boiler: noise', null),
  (5, 8, 'planned', '2026-02-10', 'Boiler of somebody else', null);`

const visitsOf: BindingInputDocument = {
  operation: 'visit.find',
  toolName: 'Visits of a customer',
  where: [
    { field: 'customer_id', param: 'customer_id' },
    { field: 'day', op: 'gte', param: 'from_date', optional: true },
    { field: 'day', op: 'lt', param: 'until_date', optional: true },
    { field: 'state', op: 'in', const: ['planned', 'done'] },
    { field: 'subject', op: 'contains', param: 'search_text', optional: true },
  ],
  orderBy: [{ field: 'day', direction: 'desc' }],
  projection: [
    {
      path: '$',
      leaf: 'visits',
      max: 2,
      fields: [
        { path: 'id', leaf: 'visit_id' },
        { path: 'day', leaf: 'appointment_date' },
      ],
    },
  ],
}

const cancel: BindingInputDocument = {
  operation: 'visit.update',
  toolName: 'Cancel a visit',
  sqlWrite: {
    table: 'visit',
    mode: 'update',
    columns: [{ column: 'state', const: 'cancelled' }],
    keyColumn: 'id',
    keyParam: 'visit_id',
  },
  where: [
    { field: 'state', const: 'planned' },
    { field: 'customer_id', param: 'customer_id' },
  ],
  projection: [{ path: 'state', leaf: 'status' }],
}

for (const dialect of ['postgres', 'mysql'] as const) {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)(`conditions on a ${dialect} integration`, () => {
    let server: TestServer
    let database: TestDatabase
    let agentId: string
    const bind = (body: BindingInputDocument) =>
      server.api('POST', `/agents/${agentId}/integrations/shop/bindings`, { body })
    const publish = async (body: BindingInputDocument): Promise<string> => {
      const skillId = idOf(await must(bind(body)))
      const enable = { isEnabled: true, acknowledge: ['write', 'scan_accepted'] }
      await must(server.api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: enable }))
      await must(server.api('POST', `/agents/${agentId}/publish`))
      return skillId
    }
    const execute = (skillId: string, params: object) =>
      server.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body: { params } })

    beforeAll(async () => {
      if (address === undefined) return
      server = await startTestServer({ egressAllow: `127.0.0.1/32,${address.host}/32` })
      database = await createTestDatabase(dialect, address)
      await database.script(`${schemas[dialect]}${rows}`)
      await must(server.api('POST', '/integrations', { body: { kind: 'shop', name: 'Shop', type: dialect } }))
      agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'desk' } })))
      const credentials = { credentials: database.credentials }
      await must(server.api('POST', '/integrations/shop/connect', { body: credentials }))
      await must(server.api('POST', '/integrations/shop/discover', { headers: { prefer: 'wait=30' } }))
    })
    afterAll(async () => {
      await server.close()
      await database.drop()
    })

    it('a real question is one call, whatever of it is left out', async () => {
      const skillId = await publish(visitsOf)
      const ask = async (params: JsonObject) => {
        const { data } = await execute(skillId, { customer_id: 7, ...params })
        return data
      }
      const visits = (...ids: readonly (readonly [number, string])[]) => ({
        output: { visits: ids.map(([id, day]) => ({ visit_id: id, appointment_date: day })) },
      })
      expect(await ask({})).toMatchObject(visits([4, '2026-04-10'], [2, '2026-02-10']))
      expect(await ask({ until_date: '2026-04-10' })).toMatchObject(
        visits([2, '2026-02-10'], [1, '2026-01-10']),
      )
      expect(await ask({ from_date: '2026-02-11', until_date: '2026-04-10' })).toMatchObject(visits())
      expect(await ask({ search_text: 'Boiler' })).toMatchObject(visits([4, '2026-04-10'], [1, '2026-01-10']))
      expect(await ask({ search_text: '100%', from_date: null })).toMatchObject(visits())
    })

    it('counts and sums are one call, of groups or of all', async () => {
      const shared = { operation: 'visit.aggregate', acceptScan: true, where: visitsOf.where?.slice(0, 1) }
      const values = [
        { fn: 'count', leaf: 'visit_count' },
        { fn: 'max', field: 'day', leaf: 'appointment_date' },
      ] as const
      const groupBy = [{ field: 'state', leaf: 'status' }]
      const whole = await publish({ ...shared, toolName: 'Count', aggregate: { values: [...values] } })
      const grouped = await publish({
        ...shared,
        toolName: 'Count by state',
        aggregate: { values: [...values], groupBy, leaf: 'by_status', max: 2 },
      })
      const ask = async (skillId: string, customer: number) =>
        (await execute(skillId, { customer_id: customer })).data
      expect(await ask(whole, 7)).toMatchObject({
        output: { visit_count: 4, appointment_date: '2026-04-10' },
      })
      expect(await ask(whole, 99)).toMatchObject({ output: { visit_count: 0, appointment_date: null } })
      expect(await ask(grouped, 7)).toMatchObject({
        output: {
          by_status: [
            { status: 'planned', visit_count: 2 },
            { status: 'done', visit_count: 1 },
          ],
        },
      })
      expect(await ask(grouped, 99)).toMatchObject({ output: { by_status: [] } })
    })

    it('the request that is shown holds the values, and its text is one of a few', async () => {
      const skillId = await publish({ ...visitsOf, toolName: 'Shown' })
      const path = `/agents/${agentId}/skills/${skillId}/execute?dryRun=true`
      const shown = await must(
        server.api('POST', path, { body: { params: { customer_id: 7, search_text: "x%' or 1=1 --" } } }),
      )
      expect(shown.data).toMatchObject({
        request: { request: { values: ['7', 'planned', 'done', "%x\\%' or 1=1 --%"] } },
      })
      expect(shown.text).not.toContain('1=1 --"')
    })

    it('the server says how it would find the rows, and runs nothing', async () => {
      const path = `/agents/${agentId}/integrations/shop/bindings/validate?plan=true`
      const { data } = await must(server.api('POST', path, { body: visitsOf }))
      expect(data).toMatchObject({
        valid: true,
        plan: { reads: [{ table: expect.stringMatching(/^(?:visit|t)$/), by: expect.any(String) }] },
      })
      const whole = { ...visitsOf, where: [{ field: 'subject', param: 'subject' }], orderBy: undefined }
      const scanned = await must(server.api('POST', path, { body: { ...whole, acceptScan: true } }))
      expect(scanned.data).toMatchObject({
        plan: { rows: expect.any(Number), reads: [{ by: 'whole', index: null }] },
      })
      const refused = await server.api('POST', path, { body: cancel })
      expect([refused.status, refused.body['code']]).toEqual([400, 'bad_request'])
    })

    it('asks for the zone of a day, and never takes UTC by silence', async () => {
      const skillId = await publish({
        ...visitsOf,
        toolName: 'Seen on a day',
        where: [
          { field: 'customer_id', param: 'customer_id' },
          { field: 'seen_at', param: 'appointment_date' },
        ],
        orderBy: [{ field: 'day' }],
      })
      const refused = await execute(skillId, { customer_id: 7, appointment_date: '2026-01-10' })
      expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('time zone')])
      const moment = await execute(skillId, { customer_id: 7, appointment_date: '2026-01-10T10:00:00+01:00' })
      expect(moment.data).toMatchObject({ output: { visits: [{ visit_id: 1 }] } })
    })

    it('a change is made only where its conditions hold', async () => {
      const skillId = await publish(cancel)
      const end = async (params: JsonObject) => {
        const paused = await runVerified(server, { agentId, skillId, params })
        if (paused.status !== 'confirmation_required') return paused
        const { data, status } = await server.api('POST', `/confirmations/${paused.confirmationId}/approve`)
        return { http: status, data }
      }
      expect(await end({ visit_id: 2, customer_id: 8 })).toMatchObject({
        http: 200,
        data: { status: 'conditions_not_met' },
      })
      expect(await end({ visit_id: 99, customer_id: 7 })).toMatchObject({
        http: 200,
        data: { status: 'not_found' },
      })
      expect(await end({ visit_id: 3, customer_id: 7 })).toMatchObject({
        http: 200,
        data: { status: 'conditions_not_met' },
      })
      expect((await database.run('select state from visit order by id')).rows.flat()).toEqual([
        'done',
        'planned',
        'cancelled',
        'planned',
        'planned',
      ])
      expect(await end({ visit_id: 2, customer_id: 7 })).toMatchObject({
        http: 200,
        data: { status: 'ok', output: { status: 'cancelled' } },
      })
    })

    it.each<[string, Partial<BindingInputDocument>, string]>([
      ['a column that cannot be compared', { where: [{ field: 'places', param: 'x' }] }, 'argument_unknown'],
      ['an order of nothing', { orderBy: [{ field: 'places' }] }, 'order_invalid'],
      ['a list with null', { where: [{ field: 'subject', op: 'in', const: ['a', null] }] }, 'type_mismatch'],
    ])('refuses %s', async (_, change, code) => {
      const answer = await bind({ ...visitsOf, ...change, toolName: 'Refused' })
      expect([answer.status, errorCodes(answer)]).toEqual([422, expect.arrayContaining([code])])
    })

    const unbounded: Partial<BindingInputDocument> = {
      where: [{ field: 'subject', op: 'contains', param: 'search_text' }],
      orderBy: [{ field: 'id' }],
      toolName: 'Unbounded',
    }
    // MySQL knows of every table how large it is; PostgreSQL once it was analysed.
    it('a table of unknown size is not read as a whole, and a small one is', async () => {
      if (dialect === 'postgres') {
        const refused = await bind({ ...visitsOf, ...unbounded })
        expect([refused.status, errorCodes(refused)]).toEqual([
          422,
          ['filter_not_indexed', 'order_not_bounded'],
        ])
        await database.run('analyze visit')
        await must(server.api('POST', '/integrations/shop/discover', { headers: { prefer: 'wait=30' } }))
      }
      expect((await bind({ ...visitsOf, ...unbounded })).status).toBe(201)
    })

    it('counts and sums are one call, grouped or not', async () => {
      const skillId = await publish({
        operation: 'visit.aggregate',
        toolName: 'Visits by state',
        where: [
          { field: 'customer_id', param: 'customer_id' },
          { field: 'day', op: 'gte', param: 'from_date', optional: true },
        ],
        aggregate: {
          values: [
            { fn: 'count', leaf: 'visit_count' },
            { fn: 'max', field: 'day', leaf: 'last_day' },
          ],
          groupBy: [{ field: 'state', leaf: 'status' }],
          leaf: 'states',
        },
        orderBy: [{ field: 'last_day', direction: 'desc' }],
      })
      const { data } = await execute(skillId, { customer_id: 8, from_date: '2026-01-01' })
      expect(data).toMatchObject({
        output: { states: [{ status: 'planned', visit_count: 1, last_day: '2026-02-10' }] },
      })
      const none = await execute(skillId, { customer_id: 99 })
      expect(none.data).toMatchObject({ output: { states: [] } })
    })

    it('who enables and who publishes it is told that nothing bounds it', async () => {
      const open: BindingInputDocument = {
        ...visitsOf,
        toolName: 'All that is planned',
        where: [{ field: 'state', const: 'planned' }],
        orderBy: [{ field: 'subject' }],
        acceptScan: true,
      }
      const skillId = idOf(await must(bind(open)))
      const path = `/agents/${agentId}/skills/${skillId}`
      const asked = await server.api('PATCH', path, { body: { isEnabled: true } })
      expect([asked.status, asked.body['acknowledge'], errorCodes(asked)]).toEqual([
        409,
        ['scan_accepted'],
        expect.arrayContaining(['scan_accepted']),
      ])
      await must(server.api('PATCH', path, { body: { isEnabled: true, acknowledge: ['scan_accepted'] } }))
      const report = await must(server.api('GET', `/agents/${agentId}/prepublish-report`))
      for (const code of ['scan_accepted', 'skill_format'])
        expect(report.data).toMatchObject({
          warnings: expect.arrayContaining([
            expect.objectContaining({ code, functionName: 'all_that_is_planned' }),
          ]),
        })
    })

    it('a list beyond what a condition takes, or an empty one, is a 400', async () => {
      const skillId = await publish({
        ...visitsOf,
        toolName: 'Some visits',
        where: [{ field: 'id', op: 'in', param: 'visit_ids', max: 2 }],
      })
      const answers = await Promise.all(
        [[1, 2, 3], [], [1, null], [2]].map((ids) => execute(skillId, { visit_ids: ids })),
      )
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 200])
    })
  })
}
