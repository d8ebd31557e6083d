import { request } from 'node:http'
import { z } from 'zod'

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

/** A request to an MCP endpoint with any header, `Host` too, which fetch does not allow. */
export function postRaw(
  { address, path }: { readonly address: string; readonly path: string },
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(address)
  const accept = 'application/json, text/event-stream'
  const options = {
    host: hostname,
    port,
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
  }
  return new Promise((resolve, reject) => {
    const sent = request(options, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      )
    })
    sent.once('error', reject)
    sent.end(JSON.stringify(body))
  })
}

export const toolCall = (name: string, args: object, id = 0) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
})

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** The one JSON-RPC message of an answer, sent plainly or as an event. */
export function messageOf(answer: RawAnswer): Record<string, unknown> {
  const data = /^data: (.*)$/m.exec(answer.text)?.[1] ?? answer.text
  return z.looseObject({}).parse(JSON.parse(data))
}
