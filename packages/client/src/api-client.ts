import createClient, { type Client as OpenApiClient } from 'openapi-fetch'
import type { paths, Problem } from './api.gen.ts'
import { ProblemError } from './problem-error.ts'

/** Every route of the API by its method and path, with the types of what it takes and answers. */
export type Client = OpenApiClient<paths>

export interface ClientOptions {
  /** Of the server, without a path: `http://127.0.0.1:4400`. */
  readonly baseUrl: string
  /** Sent as a bearer token; absent where a cookie says who asks. */
  readonly apiKey?: string
  readonly fetch?: (request: Request) => Promise<Response>
}

/**
 * A client of the API at `baseUrl`.
 *
 * ```ts
 * const client = createApiClient({ baseUrl: 'http://127.0.0.1:4400', apiKey })
 * const agents = unwrap(await client.GET('/api/v1/agents')).data
 * ```
 */
export function createApiClient({ baseUrl, apiKey, fetch }: ClientOptions): Client {
  return createClient<paths>({
    baseUrl,
    ...(apiKey !== undefined && { headers: { authorization: `Bearer ${apiKey}` } }),
    ...(fetch !== undefined && { fetch }),
  })
}

/** What a call of the client resolves to. */
export interface Answered<Data> {
  readonly data?: Data
  readonly error?: unknown
  readonly response: Response
}

/** The body of an answer. Throws `ProblemError` for a refusal, whatever answered it. */
export function unwrap<Data>({ data, error, response }: Answered<Data>): Data {
  if (data !== undefined) return data
  throw new ProblemError(isProblem(error) ? error : unreadable(response))
}

/** For an answer without a body. Throws `ProblemError` for a refusal. */
export function settle({ error, response }: Answered<unknown>): void {
  if (!response.ok) throw new ProblemError(isProblem(error) ? error : unreadable(response))
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value
}

/** What stands between us and the server answered: a proxy, mostly. */
function unreadable(response: Response): Problem {
  const title = `The server answered ${response.status} without a reason.`
  return {
    type: 'about:blank',
    title,
    detail: title,
    status: response.status,
    code: 'internal_error',
    instance: new URL(response.url, 'http://localhost').pathname,
    request_id: response.headers.get('x-request-id') ?? '',
  }
}
