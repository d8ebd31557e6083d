import { createTestDatabase, findServer, type TestServerAddress } from '@bindery/connection/testing'
import { startSupportDesk } from '@bindery/fixtures'
import type { BindingInputDocument } from '@bindery/model'
import type { SqlDialect } from '@bindery/sources'
import { must } from './clinic-server.ts'
import { search, write } from './parity-cases.ts'
import { clinicSchema } from './parity-clinic.ts'
import { startTestServer, type TestServer } from './test-server.ts'

type Binding = Omit<BindingInputDocument, 'toolName'>

/** What the acceptance checks need to know of a source kind: bindings that hold, and how each is broken. */
export interface AcceptanceKind {
  readonly type: string
  /** Undefined where the kind cannot be tried on this machine. */
  readonly start: (() => Promise<StartedKind>) | undefined
  readonly read: Binding
  /** Read by `read`. */
  readonly blocked: { readonly object: string; readonly field: string }
  readonly create: Binding
  /** A required input is left unbound. */
  readonly incomplete: Binding
  /** A constant fills it. */
  readonly completed: Binding
  readonly update?: Binding
  /** Refused with this code. */
  readonly refused: readonly (readonly [what: string, binding: Binding, code: string])[]
  readonly accepted: readonly (readonly [what: string, binding: Binding])[]
}

/** A server with the provider registered as `provider` and connected, not yet discovered. */
export interface StartedKind {
  readonly server: TestServer
  /** What `connect` is given, for a host that nobody allowed. */
  readonly unreachable: { readonly body: object; readonly path: string }
  readonly close: () => Promise<void>
}

const token = 'canary-desk-token-4Wn8'

const newTicket = [
  { field: 'customerId', param: 'customer_id' },
  { field: 'subject', param: 'subject' },
]
const openTicket: Binding = {
  operation: 'createTicket',
  inputObjectMap: [...newTicket, { field: 'description', param: 'note' }],
  projection: [{ path: 'ticket.id', leaf: 'ticket_id' }],
}

const graphql: AcceptanceKind = {
  type: 'graphql',
  start: startDesk,
  read: {
    operation: 'customer',
    inputs: [{ param: 'customer_id', argument: 'id' }],
    projection: [{ path: 'email', leaf: 'customer_email' }],
  },
  blocked: { object: 'Customer', field: 'email' },
  create: openTicket,
  incomplete: { ...openTicket, inputObjectMap: newTicket },
  completed: { ...openTicket, inputObjectMap: [...newTicket, { field: 'description', const: 'By phone' }] },
  refused: [
    [
      'an error channel',
      {
        ...openTicket,
        projection: [
          { path: 'userErrors', leaf: 'errors', max: 5, fields: [{ path: 'message', leaf: 'text' }] },
        ],
      },
      'path_forbidden',
    ],
    [
      'a credential',
      {
        operation: 'customer',
        inputs: [{ param: 'customer_id', argument: 'id' }],
        projection: [{ path: 'apiToken', leaf: 'key' }],
      },
      'sensitive_field',
    ],
  ],
  accepted: [['a created id', openTicket]],
}

async function startDesk(): Promise<StartedKind> {
  const desk = await startSupportDesk({ port: 0, token })
  const server = await startTestServer()
  const register = (kind: string, baseUrl: string) =>
    server.api('POST', '/integrations', {
      body: { kind, name: kind, type: 'graphql', environments: { production: { baseUrl } } },
    })
  await must(register('provider', desk.endpoint))
  await must(
    server.api('POST', '/integrations/provider/connect', { body: { credentials: { access_token: token } } }),
  )
  await must(register('unread', desk.endpoint))
  return {
    server,
    unreachable: {
      path: '/integrations',
      body: {
        kind: 'private',
        name: 'Private',
        type: 'graphql',
        environments: { production: { baseUrl: 'https://10.0.0.5/graphql' } },
      },
    },
    close: async () => {
      await server.close()
      await desk.close()
    },
  }
}

const ofCustomer = { column: 'customer_id', param: 'customer_id' }
const appointmentsWith = (paths: Parameters<typeof search>[2]) =>
  search('appointments', { filter: ofCustomer }, paths)
const booking = (columns: NonNullable<BindingInputDocument['sqlWrite']>['columns']) =>
  write({ table: 'appointments', mode: 'insert', columns }, ['id'])
const change = (key: string) =>
  write(
    {
      table: 'appointments',
      mode: 'update',
      columns: [{ column: 'note', param: 'note' }],
      keyColumn: key,
      keyParam: 'appointment_id',
    },
    ['id'],
  )
const startTime = { column: 'starts_at', param: 'start_time' }

const unindexed = (table: string): AcceptanceKind['refused'][number] => [
  'a column that leads no index',
  search(table, { filter: { column: 'note', param: 'note' } }, ['id']),
  'filter_not_indexed',
]

function sqlKind(type: SqlDialect, address: TestServerAddress | undefined): AcceptanceKind {
  return {
    type,
    start: address === undefined ? undefined : () => startDatabase(type, address),
    read: search('customers', { filter: { column: 'phone', param: 'caller_phone' } }, ['email']),
    blocked: { object: 'customers', field: 'email' },
    create: booking([ofCustomer, startTime]),
    incomplete: booking([startTime]),
    completed: booking([startTime, { column: 'customer_id', const: '2' }]),
    update: change('id'),
    refused: [
      // MySQL knows of every table how large it is, and this one is small.
      ...(type === 'postgres' ? [unindexed('appointments')] : []),
      [
        'a path over four joins',
        appointmentsWith([['customer.referrer.referrer.referrer.full_name', 'name']]),
        'join_too_deep',
      ],
      ['an update without a unique key', change('customer_id'), 'key_not_unique'],
      [
        'more rows than fifty',
        search('appointments', { filter: ofCustomer, limit: 51 }, ['id']),
        'validation_error',
      ],
    ],
    accepted: [
      [
        'a second filter',
        { ...appointmentsWith(['id']), inputs: [{ param: 'practitioner', argument: 'staff_id' }] },
      ],
      ['a path over one join', appointmentsWith([['customer.full_name', 'name']])],
      ['a created id', booking([ofCustomer, startTime])],
    ],
  }
}

async function startDatabase(dialect: SqlDialect, address: TestServerAddress): Promise<StartedKind> {
  const server = await startTestServer({ egressAllow: `${address.host}/32` })
  const database = await createTestDatabase(dialect, address)
  await database.script(clinicSchema[dialect])
  for (const kind of ['provider', 'unread']) {
    await must(server.api('POST', '/integrations', { body: { kind, name: kind, type: dialect } }))
  }
  const { credentials } = database
  await must(server.api('POST', '/integrations/provider/connect', { body: { credentials } }))
  return {
    server,
    unreachable: {
      path: '/integrations/unread/connect',
      body: { credentials: { ...credentials, host: '10.0.0.5', sslmode: 'require' } },
    },
    close: async () => {
      await server.close()
      await database.drop()
    },
  }
}

/** The kinds beside OpenAPI, whose checks have a file of their own. */
export const acceptanceKinds: readonly AcceptanceKind[] = [
  graphql,
  sqlKind('postgres', await findServer('postgres')),
  sqlKind('mysql', await findServer('mysql')),
]
