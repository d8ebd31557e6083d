import { request } from 'node:http'

export interface SentRequest {
  readonly method?: string
  readonly accept?: string
  readonly body?: object
}

/** An answer as it went over the wire. */
export interface PackedAnswer {
  readonly encoding: string | undefined
  readonly vary: string
  readonly bytes: Buffer
}

/** Asks with the key of the tests, and leaves what comes back as it came, which `fetch` does not. */
export function askPacked(
  address: string,
  { method = 'GET', accept, body, encodings }: SentRequest & { readonly encodings: string },
): Promise<PackedAnswer> {
  const headers = {
    authorization: 'Bearer test-key-with-every-scope',
    'accept-encoding': encodings,
    ...(accept === undefined ? {} : { accept }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  return new Promise((resolve, reject) => {
    const call = request(address, { method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          encoding: response.headers['content-encoding'],
          vary: String(response.headers.vary),
          bytes: Buffer.concat(chunks),
        }),
      )
    })
    call.on('error', reject)
    call.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
