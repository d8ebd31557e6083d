import {
  isJsonObject,
  type Json,
  type JsonObject,
  type ProviderResponse,
  type SchemaCatalog,
} from '@bindery/model'
import { openapiAdapter } from '../../openapi/adapter.ts'
import { introspectText, minimal } from '../../openapi/test-document.ts'
import {
  type Answer,
  type Asked,
  type PagedProvider,
  type Reading,
  readOver,
  startPaged,
} from './paged-provider.ts'

/** One list for each way to go on; `Thing` is told apart by its `id`. */
export const catalog: SchemaCatalog = await introspectText(document()).then((found) => found.catalog)

function document(): Json {
  const list = (query: JsonObject, members: JsonObject = {}): Json => ({
    get: {
      parameters: Object.entries(query).map(([name, schema]) => ({ name, in: 'query', schema })),
      responses: {
        '200': {
          description: 'OK',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  data: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
                  ...members,
                },
              },
            },
          },
        },
      },
    },
  })
  const integer = { type: 'integer' }
  const text = { type: 'string' }
  return minimal({
    paths: {
      '/page': list({ page: integer, per_page: integer }),
      '/offset': list({ offset: integer, limit: { type: 'integer', default: 3 } }),
      '/cursor': list({ cursor: text }, { meta: { type: 'object', properties: { next_cursor: text } } }),
      '/after': list({ starting_after: text, limit: integer }, { has_more: { type: 'boolean' } }),
      '/link': list({}, { next: text }),
    },
    components: {
      schemas: { Thing: { type: 'object', properties: { id: integer, name: text }, required: ['id'] } },
    },
  })
}

export const ids = (from: number, to: number): readonly JsonObject[] =>
  Array.from({ length: Math.max(to - from + 1, 0) }, (_, at) => ({ id: from + at, name: 'x' }))

/** Rows 1 to 8 in pages of 3, the first page being 1. */
export const paged = (page: number): readonly JsonObject[] => ids(page * 3 - 2, Math.min(page * 3, 8))

export interface Run extends Partial<Reading> {
  readonly path: string
  readonly answer: (asked: Asked, origin: string) => Answer | undefined | Promise<Answer | undefined>
}

export interface Ran {
  /** Ids of the rows. */
  readonly read: unknown
  readonly asked: readonly string[]
  readonly partial: ProviderResponse['partial']
  readonly pageNotes: ProviderResponse['pageNotes']
}

/** Reads a list of a provider that answers so, through its document, a socket and the guarded connection. */
export async function run({ path, answer, ...more }: Run): Promise<Ran> {
  const provider = await startPaged(answer)
  try {
    const { data, partial, pageNotes } = await readFrom(provider, path, more)
    const rows = isJsonObject(data) ? data['data'] : data
    const read = Array.isArray(rows) ? rows.map((row: { readonly id?: number }) => row.id) : rows
    const asked = provider.asked.map((each) => each.replace('/v1/', ''))
    return { read, partial, pageNotes, asked }
  } finally {
    await provider.close()
  }
}

/** The same over a provider that somebody else closes. */
export function readFrom(
  { connection }: Pick<PagedProvider, 'connection'>,
  path: string,
  more: Partial<Reading> = {},
): Promise<ProviderResponse> {
  const found = catalog.operations.find(({ provenance }) => provenance.includes(`~1${path}/`))
  const operation = found?.name ?? path
  return readOver({ adapter: openapiAdapter, catalog, operation, connection, ...more })
}

export const numbers = (to: number): readonly number[] => Array.from({ length: to }, (_, at) => at + 1)

export const pageOf = ({ query }: Asked, first = 1): number => Number(query.get('page') ?? first)
