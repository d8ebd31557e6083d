import { text } from 'node:stream/consumers'
import { openLocalConnection, startProvider } from '@bindery/connection/testing'
import {
  Binding,
  type CheckedBinding,
  type Connection,
  indexCatalog,
  type Json,
  type JsonObject,
  type PagesToRead,
  type PathStep,
  parseJson,
  type PlannedCall,
  type ProviderResponse,
  type SchemaCatalog,
  scalarType,
  type SourceAdapter,
} from '@bindery/model'

/** A request as a provider sees it. */
export interface Asked {
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Json
}

export interface Answer {
  readonly body: Json
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A provider on loopback, and the connection to it. */
export interface PagedProvider {
  readonly origin: string
  /** What came in, in its order: path and query, or path and body. */
  readonly asked: string[]
  readonly credentials: (string | undefined)[]
  readonly connection: Connection
  readonly close: () => Promise<void>
}

/** Starts a provider under `/v1`; undefined leaves a request without an answer. */
export async function startPaged(
  answer: (asked: Asked, origin: string) => Answer | undefined | Promise<Answer | undefined>,
): Promise<PagedProvider> {
  const asked: string[] = []
  const credentials: (string | undefined)[] = []
  let origin = ''
  const provider = await startProvider((request, response) => {
    const reply = async (): Promise<void> => {
      const sent = await text(request)
      const url = new URL(request.url ?? '', origin)
      const { authorization } = request.headers
      asked.push(`${url.pathname}${url.search}${sent === '' ? '' : ` ${sent}`}`)
      credentials.push(authorization)
      const given = await answer(
        { path: url.pathname, query: url.searchParams, body: sent === '' ? null : parseJson(sent) },
        origin,
      )
      if (given === undefined) return
      const { body, status = 200, headers = {} } = given
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify(body))
    }
    void reply()
  })
  origin = provider.origin
  const local = openLocalConnection(`${origin}/v1`, { access_token: 'cnry_token' })
  return {
    origin,
    asked,
    credentials,
    connection: local.connection,
    close: async () => {
      await local.close()
      await provider.close()
    },
  }
}

export interface Reading {
  readonly adapter: Pick<SourceAdapter, 'lower' | 'execute'>
  readonly catalog: SchemaCatalog
  readonly operation: string
  readonly connection: Connection
  readonly pages?: number
  /** Names of the fields that lead to the list. */
  readonly rows?: readonly string[]
  /** Leaves of each row, for sources that ask for what is read alone. */
  readonly fields?: readonly string[]
  readonly arguments?: JsonObject
  readonly maxResponseBytes?: number
  readonly timeoutMs?: number
  readonly admit?: PagesToRead['admit']
}

/** Reads the pages of an operation as a skill does: lowered from what the compiler checked, carried out by the adapter. */
export async function readOver(reading: Reading): Promise<ProviderResponse> {
  const { adapter, connection, timeoutMs = 5000 } = reading
  return adapter.execute(callOver(reading), connection, AbortSignal.timeout(timeoutMs))
}

/** The call of such a read. */
export function callOver(reading: Omit<Reading, 'connection'>): PlannedCall {
  const { adapter, rows = ['data'], pages = 10, admit } = reading
  const binding = toBinding(reading)
  return {
    operation: reading.operation,
    effect: 'read',
    plan: adapter.lower(binding.operation, binding),
    arguments: reading.arguments ?? {},
    maxResponseBytes: reading.maxResponseBytes ?? 1_000_000,
    lists: [rows],
    ...(pages === 1 ? {} : { pages: { rows, most: pages, ...(admit === undefined ? {} : { admit }) } }),
  }
}

function toBinding({
  catalog,
  operation: name,
  rows = ['data'],
  pages = 10,
  ...given
}: Omit<Reading, 'connection'>): CheckedBinding {
  const index = indexCatalog(catalog)
  const operation = index.operation(name)
  if (operation === undefined) throw new TypeError(`There is no operation "${name}".`)
  const path = rows.map(stepTo)
  const undescribed = scalarType('any')
  const fields = (given.fields ?? []).map((leaf) => ({
    kind: 'value' as const,
    leaf,
    path: leaf.split('.').map(stepTo),
    sourceType: undescribed,
    type: { kind: 'scalar', scalar: 'any' } as const,
    nullable: true,
    sensitivity: 'none' as const,
  }))
  return {
    binding: Binding.parse({ operation: name, toolName: 'Test' }),
    operation,
    parameters: [],
    assignments: Object.keys(given.arguments ?? {}).map((argument) => ({
      target: [argument],
      targetType: undescribed,
      targetNullable: false,
      source: { from: 'parameter', name: argument },
    })),
    outputs: [{ kind: 'rows', leaf: 'rows', path, max: 2, fields, nullable: true }],
    reading: { rows: path, present: [], pages },
    reach: { object: index.object, reads: [], wholes: [] },
  }
}

const stepTo = (name: string): PathStep => ({ kind: 'field', name })
