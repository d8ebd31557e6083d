import { type Client, createApiClient, curlOf, ProblemError, unwrap } from '@bindery/client'

export type { Client }

/** The one client of the page: a cookie says who asks. */
export const client: Client = createApiClient({ baseUrl: globalThis.location.origin, fetch: patiently })

/** So long an answer to a question is waited for, in ms. */
const patienceMs = 45_000

/** The server took the question and gave no answer. What changes something is waited for: nobody could say whether it did. */
export class SilentError extends Error {}

async function patiently(request: Request): Promise<Response> {
  if (request.method !== 'GET') return fetch(request)
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(new SilentError(request.url)), patienceMs)
  try {
    return await fetch(request, { signal: giveUp.signal })
  } finally {
    clearTimeout(timer)
  }
}

/** One call of the API, for sending it and for saying what would be sent. */
export type Call<Data> = (client: Client) => Promise<{ data?: Data; error?: unknown; response: Response }>

/** The server did not answer. */
export class UnreachableError extends Error {}

/** Sends `call` and gives the body. Throws `ProblemError`, and `UnreachableError` while the server cannot be reached. */
export async function send<Data>(call: Call<Data>): Promise<Data> {
  const answer = await call(client).catch((error: unknown) => {
    throw error instanceof TypeError ? new UnreachableError(error.message) : error
  })
  return unwrap(answer)
}

/** What `call` would send, as a command of a shell. */
export const asCurl = (call: Call<unknown>): Promise<string> => curlOf(globalThis.location.origin, call)

export const isSignedOut = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.status === 401
