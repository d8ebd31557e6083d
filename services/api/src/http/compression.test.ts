import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { everyRoute } from '../describe-every-route.ts'
import { askPacked, type SentRequest } from '../testing/packed-answer.ts'
import { type ClinicServer, must, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const ask = (path: string, encodings: string, sent: SentRequest = {}) =>
  askPacked(`${server.address}${path}`, { ...sent, encodings })

const api = '/api/v1'
const schema = `${api}/integrations/clinic/schema`

describe('an answer', () => {
  test.each([
    ['of JSON', `${api}/integrations/clinic/operations?limit=100`],
    ['that is streamed', schema],
    ['of the reference of the API', '/openapi.json'],
    ['of all errors', '/docs/errors'],
  ])('%s is compressed as whoever asks can read it, and the same', async (_, path) => {
    const plain = await ask(path, 'identity')
    const brotli = await ask(path, 'gzip, br')
    const gzip = await ask(path, 'gzip')
    expect([plain.encoding, brotli.encoding, gzip.encoding]).toEqual([undefined, 'br', 'gzip'])
    expect(brotli.vary).toContain('accept-encoding')
    expect(brotliDecompressSync(brotli.bytes).equals(plain.bytes)).toBe(true)
    expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true)
    expect(brotli.bytes.length).toBeLessThan(plain.bytes.length / 2)
  })

  it('that is short stays as it is', async () => {
    const { encoding, bytes } = await ask(`${api}/integrations/clinic/scoping`, 'br')
    expect([encoding, bytes.length < 1024]).toEqual([undefined, true])
  })

  it('that is a failure is compressed no less', async () => {
    const path = `${api}/agents?${'x'.repeat(600)}=1`
    expect((await ask(path, 'br')).encoding).toBe('br')
  })

  it('that comes as events is not held back by a compressor', async () => {
    const { headers } = await must(
      server.api('POST', '/integrations/clinic/discover', { headers: { prefer: 'wait=0' } }),
    )
    const job = headers.get('location') ?? ''
    const { encoding, bytes } = await ask(job, 'br', { accept: 'text/event-stream' })
    expect([encoding, bytes.toString('utf8').includes('event: done')]).toEqual([undefined, true])
  })

  it('with a secret that is shown once is not compressed beside what was sent', async () => {
    const url = `https://127.0.0.1/${'x'.repeat(1_500)}`
    const body = { url, events: ['agent.published'] }
    const { encoding, bytes } = await ask(`${api}/webhooks`, 'br', { method: 'POST', body })
    expect([encoding, bytes.length > 1024, bytes.toString('utf8').includes('"secret":"whsec_')]).toEqual([
      undefined,
      true,
      true,
    ])
    const made = await server.api('POST', '/webhooks', { body })
    expect(made.headers.get('cache-control')).toBe('no-store')
  })
})

it('tells by a tag that nothing has changed, however the answer comes', async () => {
  const { headers } = await fetch(`${server.address}${schema}`, {
    headers: { authorization: 'Bearer test-key-with-every-scope', 'accept-encoding': 'br' },
  })
  const known = { 'if-none-match': headers.get('etag') ?? '' }
  expect((await server.api('GET', '/integrations/clinic/schema', { headers: known })).status).toBe(304)
})

/** Names of members that hold what is shown once. */
const secrets = new Set(['key', 'secret', 'verificationToken', 'generatedPassword', 'oauthUrl'])
const Schema = z.record(z.string(), z.unknown())

function textMembers(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(textMembers)
  const parsed = Schema.safeParse(schema)
  if (!parsed.success) return []
  const properties = Schema.safeParse(parsed.data['properties']).data ?? {}
  const texts = Object.entries(properties).filter(([, member]) => JSON.stringify(member).includes('"string"'))
  const isLeaf = (member: unknown): boolean => !JSON.stringify(member).includes('"properties"')
  return [
    ...texts.filter(([, member]) => isLeaf(member)).map(([name]) => name),
    ...Object.values(parsed.data).flatMap(textMembers),
  ]
}

test.each(everyRoute().map((route) => [`${route.method} ${route.path}`, route.documentation] as const))(
  '%s says that it reveals a secret, if it does',
  (_, { output, reveals }) => {
    const found = textMembers(z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' })).filter(
      (name) => secrets.has(name),
    )
    expect([reveals, found.length > 0]).toEqual([found.length > 0 ? 'a secret' : 'nothing', found.length > 0])
  },
)
