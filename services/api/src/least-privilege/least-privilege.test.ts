import { randomBytes } from 'node:crypto'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { clinicSchema } from '../testing/parity-clinic.ts'
import { search, write } from '../testing/parity-cases.ts'
import { must, idOf } from '../testing/clinic-server.ts'
import { connectTables, type Tables } from '../testing/tables.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

let server: TestServer
beforeAll(async () => {
  const address = (await findServer('postgres'))?.host ?? (await findServer('mysql'))?.host
  server = await startTestServer({ egressAllow: `${address ?? '127.0.0.1'}/32` })
})
afterAll(() => server.close())

const Grant = z.object({
  right: z.string(),
  schema: z.string(),
  table: z.string(),
  columns: z.array(z.string()),
})
const Proof = z.object({
  skills: z.array(z.object({ functionName: z.string(), grants: z.array(Grant) })),
  unknown: z.array(z.string()),
  sql: z.object({
    script: z.string(),
    generatedPassword: z.string().nullable(),
    verdict: z.string(),
    held: z.object({ status: z.string(), user: z.string(), others: z.array(z.string()) }),
    grants: z.array(Grant),
    missing: z.array(Grant),
    exact: z.array(Grant),
    excess: z.array(Grant),
  }),
})

const shown = (grants: readonly z.output<typeof Grant>[]) =>
  grants.map(({ right, table, columns }) => `${right} ${table}: ${columns.join(', ')}`)

const customer = { customer_id: '9007199254740993' }
const skills = {
  search: {
    binding: {
      toolName: 'Search',
      ...search(
        'appointments',
        {
          filter: { column: 'customer_id', param: 'customer_id' },
          constants: [{ column: 'status', const: 'done' }],
          orderBy: { column: 'starts_at' },
        },
        ['id', ['staff.nick', 'practitioner']],
      ),
    },
    params: customer,
  },
  insert: {
    binding: {
      toolName: 'Insert',
      ...write(
        {
          table: 'appointments',
          mode: 'insert',
          columns: [
            { column: 'customer_id', param: 'customer_id' },
            { column: 'starts_at', param: 'start_time' },
          ],
        },
        ['id'],
      ),
    },
    params: { customer_id: '2', start_time: '2026-10-25T02:30:00' },
  },
  update: {
    binding: {
      toolName: 'Update',
      ...write(
        {
          table: 'appointments',
          mode: 'update',
          columns: [{ column: 'note', param: 'note' }],
          keyColumn: 'id',
          keyParam: 'appointment_id',
        },
        ['price'],
      ),
    },
    params: { appointment_id: 1, note: 'x' },
  },
} as const

const names = ['search', 'insert', 'update'] as const

describe.each(['postgres', 'mysql'] as const)('the proof for %s', async (dialect) => {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)('on a real server', () => {
    const role = `bindery_least_${randomBytes(4).toString('hex')}`
    const user = dialect === 'postgres' ? role : `'${role}'@'%'`
    let database: TestDatabase
    let tables: Tables
    const ids = new Map<string, string>()
    const prove = async (query = '') =>
      Proof.parse(
        (await must(server.api('GET', `/integrations/${dialect}/least-privilege?role=${role}${query}`))).data,
      )
    /** Whether a skill works. */
    const works = async (name: keyof typeof skills): Promise<boolean> => {
      const { binding, params } = skills[name]
      const call = { skillId: ids.get(name) ?? '', operation: binding.operation, params }
      return (await tables.complete(call)).status === 200
    }
    const failing = async (): Promise<readonly string[]> => {
      const failed: string[] = []
      for (const name of names) if (!(await works(name))) failed.push(name)
      return failed
    }

    beforeAll(async () => {
      if (address === undefined) return
      database = await createTestDatabase(dialect, address)
      await database.script(clinicSchema[dialect])
      tables = await connectTables(server, { dialect, database })
      for (const [name, { binding }] of Object.entries(skills)) ids.set(name, await tables.publish(binding))
    })
    afterAll(async () => {
      if (dialect === 'postgres') await database.run(`drop owned by ${user}`)
      await database.run(`drop ${dialect === 'postgres' ? 'role' : 'user'} ${user}`)
      await database.drop()
    })

    it('names each column that a statement touches, and no other', async () => {
      const { sql, unknown } = await prove()
      expect(unknown).toEqual([])
      const read = ['customer_id', 'id', 'price', 'staff_id', 'starts_at', 'status']
      expect(shown(sql.grants)).toEqual([
        // An optional change is written beside the old value, which is read.
        `select appointments: ${read.join(', ').replace('id, price', 'id, note, price')}`,
        'insert appointments: customer_id, starts_at',
        'update appointments: note',
        'select staff: id, nick',
      ])
    })

    it('a user made by its script runs every skill, and is then exactly what is needed', async () => {
      const owner = await prove()
      expect([owner.sql.verdict, shown(owner.sql.missing)]).toEqual(['excess', []])
      await database.script(owner.sql.script)
      const login = { user: role, password: owner.sql.generatedPassword ?? '' }
      const credentials = { ...database.credentials, ...login }
      await must(server.api('POST', `/integrations/${dialect}/connect`, { body: { credentials } }))
      expect(await failing()).toEqual([])
      const { sql } = await prove()
      expect([sql.verdict, sql.held.user.split('@')[0], sql.held.others, shown(sql.excess)]).toEqual([
        'exact',
        role,
        [],
        [],
      ])
      expect(sql.exact).toEqual(sql.grants)
    })

    it('no grant of it can be taken away', async () => {
      const { sql, skills: using } = await prove()
      const quote = (name: string) => (dialect === 'postgres' ? `"${name}"` : `\`${name}\``)
      for (const { right, schema, table, columns } of sql.grants) {
        for (const column of columns) {
          const change = (verb: string, word: string) =>
            database.run(
              `${verb} ${right} (${quote(column)}) on ${quote(schema)}.${quote(table)} ${word} ${user}`,
            )
          const needs = names.find((name) =>
            using.some(
              (use) =>
                use.functionName === name &&
                use.grants.some(
                  (grant) => grant.right === right && grant.table === table && grant.columns.includes(column),
                ),
            ),
          )
          await change('revoke', 'from')
          const isRunning = needs === undefined || (await works(needs))
          const lacking = await prove()
          await change('grant', 'to')
          expect([column, isRunning, lacking.sql.verdict, shown(lacking.sql.missing)]).toEqual([
            column,
            false,
            'missing',
            [`${right} ${table}: ${column}`],
          ])
        }
      }
      expect(await failing()).toEqual([])
    })

    it('tells what the user may do beyond that', async () => {
      const target = dialect === 'postgres' ? 'customers' : `\`${database.name}\`.customers`
      await database.run(`grant select (email), delete on ${target} to ${user}`)
      const { sql } = await prove()
      const schema = dialect === 'postgres' ? 'public' : database.name
      expect([sql.verdict, shown(sql.excess), sql.held.others]).toEqual([
        'excess',
        ['select customers: email'],
        [`delete on ${schema}.customers`],
      ])
      await database.run(`revoke select (email), delete on ${target} from ${user}`)
    })

    it('counts what is live apart from what is only drafted, and what is disabled not at all', async () => {
      const draft = {
        toolName: 'By mail',
        enabled: true,
        ...search('customers', { filter: { column: 'email', param: 'customer_email' } }, ['full_name']),
      }
      await must(tables.bind(draft))
      const wanted = ['select customers: email, full_name']
      expect(shown((await prove()).sql.missing)).toEqual(wanted)
      expect((await prove('&of=published')).sql.verdict).toBe('exact')
      const path = `/agents/${tables.agentId}/skills/${ids.get('insert') ?? ''}`
      await must(server.api('PATCH', path, { body: { isEnabled: false } }))
      expect((await prove('&of=published')).skills.map(({ functionName }) => functionName)).toEqual([
        'search',
        'update',
      ])
    })
  })
})

describe('the proof for OAuth', () => {
  const scoped = (scopes: readonly string[]) => ({
    responses: {
      200: {
        description: 'x',
        content: {
          'application/json': { schema: { type: 'object', properties: { id: { type: 'string' } } } },
        },
      },
    },
    security: scopes.map((scope) => ({ oauth: [scope] })),
  })
  const document = {
    openapi: '3.1.0',
    info: { title: 'Calendar', version: '1' },
    servers: [{ url: 'https://calendar.example.com' }],
    components: {
      securitySchemes: {
        oauth: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: 'https://id.example.com/token', scopes: {} } },
        },
      },
    },
    paths: {
      '/events': {
        get: { operationId: 'listEvents', ...scoped(['all', 'events', 'events.read']) },
        post: { operationId: 'addEvent', ...scoped(['all', 'events']) },
      },
      '/shares': { get: { operationId: 'listShares', ...scoped(['all']) } },
    },
  }
  const prove = async (kind: string) =>
    z
      .object({ sql: z.null(), oauth: z.record(z.string(), z.unknown()) })
      .parse((await must(server.api('GET', `/integrations/${kind}/least-privilege`))).data).oauth

  it('asks for the scopes that open what skills call and as little else as can be', async () => {
    const slot = { baseUrl: 'https://calendar.example.com' }
    const body = { kind: 'calendar', name: 'Calendar', type: 'openapi', environments: { production: slot } }
    await must(server.api('POST', '/integrations', { body }))
    await must(server.api('PUT', '/integrations/calendar/source', { body: document }))
    const credentials = {
      client_id: 'bindery',
      client_secret: 'canary-oauth-secret-9Lw3',
      token_url: 'https://id.example.com/token',
      scopes: 'all',
    }
    await must(server.api('POST', '/integrations/calendar/connect', { body: { credentials, verify: false } }))
    await must(server.api('POST', '/integrations/calendar/discover', { headers: { prefer: 'wait=30' } }))
    const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'calendar' } })))
    const binding = {
      operation: 'listEvents',
      toolName: 'List events',
      enabled: true,
      projection: [{ path: 'id', leaf: 'event_id' }],
    }
    await must(server.api('POST', `/agents/${agentId}/integrations/calendar/bindings`, { body: binding }))
    expect(await prove('calendar')).toEqual({
      operations: { listEvents: [['all'], ['events'], ['events.read']] },
      required: ['events.read'],
      granted: ['all'],
      grantedFrom: 'asked',
      missing: [],
      exact: [],
      excess: ['all'],
      note: null,
      verdict: 'excess',
    })
  })

  it('says where a description has no place for scopes', async () => {
    const slot = { baseUrl: 'https://graph.example.com/graphql' }
    const body = { kind: 'graph', name: 'Graph', type: 'graphql', environments: { production: slot } }
    await must(server.api('POST', '/integrations', { body }))
    await must(server.api('PUT', '/integrations/graph/source', { body: 'type Query { name: String }' }))
    await must(server.api('POST', '/integrations/graph/discover', { headers: { prefer: 'wait=30' } }))
    expect(await prove('graph')).toMatchObject({
      required: [],
      granted: null,
      note: expect.stringContaining('GraphQL'),
      verdict: 'unknown',
    })
  })
})
