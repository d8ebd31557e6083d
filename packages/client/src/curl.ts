import { type Client, createApiClient } from './api-client.ts'

/**
 * The command that sends what `call` would: nothing is sent here. The key is a variable of the shell, never its value.
 *
 * ```ts
 * await curlOf('http://127.0.0.1:4400', (client) => client.GET('/api/v1/agents'))
 * // curl http://127.0.0.1:4400/api/v1/agents -H "authorization: Bearer $BINDERY_KEY"
 * ```
 */
export async function curlOf(baseUrl: string, call: (client: Client) => Promise<unknown>): Promise<string> {
  const sent: Request[] = []
  const client = createApiClient({
    baseUrl,
    fetch: async (request) => {
      sent.push(request)
      return Response.json({})
    },
  })
  await call(client)
  return (await Promise.all(sent.map(curlOfRequest))).join('\n')
}

/** The command that sends `request`, likewise. */
export async function curlOfRequest(request: Request): Promise<string> {
  const body = await request.text()
  const type = request.headers.get('content-type')
  const parts = [
    request.method === 'GET' ? 'curl' : `curl -X ${request.method}`,
    quote(request.url),
    '-H "authorization: Bearer $BINDERY_KEY"',
    ...(body === '' || type === null ? [] : [`-H ${quote(`content-type: ${type}`)}`]),
    ...(body === '' ? [] : [`--data-raw ${quote(body)}`]),
  ]
  return parts.join(' ')
}

/** One word of a POSIX shell, whatever stands in it. */
const quote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
