import type { HttpRequest } from '@bindery/model'
import { afterEach, expect, test } from 'vitest'
import type { ConnectionTarget } from './connection-target.ts'
import { createEgress } from './egress/egress.ts'
import { openConnection } from './open-connection.ts'
import { localCertificate } from './testing/local-certificate.ts'
import { gate } from './testing/gate.ts'
import { credentialOf, localTarget, readOf, rulesOf, startProvider } from './testing/local-provider.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function provide(
  listener: Parameters<typeof startProvider>[0],
  tls?: Parameters<typeof startProvider>[1],
) {
  const provider = await startProvider(listener, tls)
  cleanups.push(provider.close)
  return provider
}

function keep(target: ConnectionTarget): ConnectionTarget {
  cleanups.push(() => target.egress.close())
  return target
}

const call = async (target: ConnectionTarget, change: Partial<HttpRequest> = {}): Promise<string> => {
  const answer = await openConnection(target).fetch(readOf(change), AbortSignal.timeout(60_000))
  return Buffer.from(answer.body).toString()
}

test('puts the credential into a read under the base path', async () => {
  const { origin } = await provide((request, response) => {
    response.end(`${request.method} ${request.url} ${request.headers.authorization}`)
  })
  const target = keep(localTarget(`${origin}/v1/`, { credential: { access_token: 'tok' } }))
  expect(await call(target, { query: 'a=1' })).toBe('GET /v1/things?a=1 Bearer tok')
})

test('sends body, content type and own headers', async () => {
  const { origin } = await provide((request, response) => {
    request.pipe(
      response.writeHead(200, {
        'x-type': String(request.headers['content-type']),
        'x-accept': String(request.headers.accept),
      }),
    )
  })
  const body = { contentType: 'text/plain', bytes: Buffer.from('hello') }
  const target = keep(localTarget(origin))
  const answer = await openConnection(target).fetch(
    readOf({ method: 'POST', effect: 'create', headers: [['Accept', 'text/csv']], body }),
    AbortSignal.timeout(60_000),
  )
  expect([
    Buffer.from(answer.body).toString(),
    answer.headers.get('x-type'),
    answer.headers.get('x-accept'),
  ]).toEqual(['hello', 'text/plain', 'text/csv'])
  const typed = {
    headers: [['Content-Type', 'text/x']] as const,
    method: 'POST',
    effect: 'create' as const,
    body,
  }
  const second = await openConnection(target).fetch(readOf(typed), AbortSignal.timeout(60_000))
  expect(second.headers.get('x-type')).toBe('text/x')
})

test.each([
  ['a private address', 'https://10.0.0.1/', 'private_address'],
  ['metadata', 'http://169.254.169.254/', 'metadata_address'],
  ['plain http', 'http://api.example.com/', 'plain_http'],
  ['a local name', 'https://localhost/', 'local_name'],
  ['no URL', 'api.example.com', 'not_a_url'],
])('does not open a door to %s', (_, baseUrl, reason) => {
  const target = {
    ...localTarget('http://127.0.0.1:1'),
    baseUrl,
    egress: createEgress({ policy: { allow: [], plainHttp: 'listed' } }),
  }
  expect(() => openConnection(target)).toThrow(
    expect.objectContaining({ code: 'egress_blocked', details: expect.objectContaining({ reason }) }),
  )
})

test('a name is checked when the socket opens, and its addresses are not told', async () => {
  const target = keep(
    localTarget('https://desk.example', {
      allow: '127.0.0.1:1',
      lookup: () => Promise.resolve(['93.184.216.34', '10.9.8.7']),
    }),
  )
  const failure = await call(target).catch((error: unknown) => String(error))
  expect(failure).toMatch(/"desk.example" is not on the public internet/)
  expect(failure).not.toContain('10.9.8.7')
})

test('goes on to the next checked address when the first does not accept', async () => {
  const { origin } = await provide((_, response) => response.end('here'))
  const port = new URL(origin).port
  const target = keep(
    localTarget(`http://desk.example:${port}`, {
      allow: '127.0.0.0/8',
      lookup: () => Promise.resolve(['127.0.0.2', '127.0.0.1']),
    }),
  )
  expect(await call(target)).toBe('here')
})

test('checks per socket, not per call', async () => {
  let lookups = 0
  let sockets = 0
  const { origin } = await provide((request, response) => {
    if (!Object.hasOwn(request.socket, 'seen')) sockets += 1
    Object.assign(request.socket, { seen: true })
    response.end('x')
  })
  const target = keep(
    localTarget(`http://desk.example:${new URL(origin).port}`, {
      lookup: () => {
        lookups += 1
        return Promise.resolve(['127.0.0.1'])
      },
    }),
  )
  for (let n = 0; n < 20; n++) await call(target)
  expect(lookups).toBe(sockets)
  // undici frees a socket one turn after its answer, so calls in a row may take two by turns.
  expect(sockets).toBeLessThanOrEqual(2)
})

function tlsTarget(port: number, extraRoots: readonly string[], host = 'provider.test'): ConnectionTarget {
  const egress = createEgress({
    policy: { allow: rulesOf('127.0.0.1'), plainHttp: 'listed' },
    lookup: () => Promise.resolve(['127.0.0.1']),
    extraRoots,
  })
  return keep({
    egress,
    key: 'k',
    environment: 'production',
    baseUrl: `https://${host}:${port}`,
    credential: credentialOf({}, `https://${host}:${port}`),
  })
}

test('speaks TLS with the name of the host, to the address that was checked', async () => {
  const names: string[] = []
  const { port } = await provide((_, response) => response.end('safe'), {
    ...localCertificate,
    SNICallback: (name, done) => {
      names.push(name)
      done(null)
    },
  })
  expect(await call(tlsTarget(port, [localCertificate.cert]))).toBe('safe')
  expect(names).toEqual(['provider.test'])
  expect(await call(tlsTarget(port, [localCertificate.cert], '127.0.0.1'))).toBe('safe')
})

test.each([
  ['an unknown authority', [], 'provider.test'],
  ['a certificate for another name', [localCertificate.cert], 'other.test'],
])('refuses %s before anything is sent', async (...[, roots, host]) => {
  let requests = 0
  const { port } = await provide((_, response) => {
    requests += 1
    response.end()
  }, localCertificate)
  await expect(call(tlsTarget(port, roots, host))).rejects.toMatchObject({
    code: 'upstream_unreachable',
    details: { reason: 'tls', sent: 'no' },
  })
  expect(requests).toBe(0)
})

test('32 calls are under way at once, 256 wait for a place, and the next one is refused', async () => {
  const refused = gate()
  const { origin } = await provide((_, response) => {
    void refused.opened.then(() => response.end('x'))
  })
  const target = keep(localTarget(origin))
  const outcomes = await Promise.all(
    Array.from({ length: 289 }, () =>
      call(target).catch((error: unknown) => {
        refused.open()
        return String(error)
      }),
    ),
  )
  expect(outcomes.filter((outcome) => outcome === 'x')).toHaveLength(288)
  expect(outcomes.filter((outcome) => outcome.includes('Too many calls to this provider'))).toHaveLength(1)
})

test('a provider that says that there are too many calls gets fewer at once', async () => {
  let [running, most] = [0, 0]
  const answers: { now: number } = { now: 429 }
  const { origin } = await provide((_, response) => {
    running += 1
    most = Math.max(most, running)
    setImmediate(() => {
      running -= 1
      response.statusCode = answers.now
      response.end('x')
    })
  })
  const target = keep(localTarget(origin))
  const ask = (calls: number) => Promise.all(Array.from({ length: calls }, () => call(target).catch(String)))
  await ask(1)
  ;[most, answers.now] = [0, 200]
  await ask(60)
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThan(32)
})

test('a key of another organisation has its own sockets', () => {
  const { egress } = keep(localTarget('http://127.0.0.1:1'))
  const door = egress.door('a', 'http://127.0.0.1:1')
  expect(egress.door('a', 'http://127.0.0.1:1')).toBe(door)
  expect(egress.door('b', 'http://127.0.0.1:1')).not.toBe(door)
})

test('keeps at most so many doors, closes the one unused for longest, never one in use or just opened', async () => {
  const arrived = gate()
  const seen = gate()
  const { origin } = await provide((_, response) => {
    arrived.open()
    void seen.opened.then(() => response.end('late'))
  })
  const egress = createEgress({ policy: { allow: rulesOf('127.0.0.1'), plainHttp: 'listed' }, maxDoors: 2 })
  const target = keep({ ...localTarget(origin), egress })
  const running = call(target)
  await arrived.opened
  const x = egress.door('x', origin)
  const y = egress.door('y', origin)
  expect(egress.door('y', origin)).toBe(y)
  expect(egress.door('x', origin)).not.toBe(x)
  seen.open()
  expect(await running).toBe('late')
  expect(await call(target)).toBe('late')
})

test('has no database, and says what to use', async () => {
  const statement = { text: 'select 1', values: [], effect: 'read' as const, maxRows: 1 }
  const connection = openConnection(keep(localTarget('http://127.0.0.1:1')))
  await expect(connection.database(statement, AbortSignal.timeout(10))).rejects.toMatchObject({
    code: 'integration_connection_failed',
    details: { reason: 'no_database' },
  })
})

test('gives the documents of its target', async () => {
  const target = keep({
    ...localTarget('http://127.0.0.1:1'),
    documents: () => Promise.resolve([{ name: 'openapi.json', bytes: Buffer.from('{}') }]),
  })
  expect(await openConnection(target).documents(AbortSignal.timeout(10))).toHaveLength(1)
})

test('takes its credential out of what the provider said, in names, values and encodings', () => {
  const connection = openConnection(
    keep(localTarget('http://127.0.0.1:9', { credential: { access_token: 'cnry_token' } })),
  )
  const said = { echo: 'Bearer cnry_token', cnry_token: [Buffer.from('cnry_token').toString('hex')], n: 7 }
  expect(connection.redact?.(said)).toEqual({ echo: 'Bearer [secret]', '[secret]': ['[secret]'], n: 7 })
})

test('has nothing to take out without a credential', () => {
  expect(openConnection(keep(localTarget('http://127.0.0.1:9', { credential: {} }))).redact).toBeUndefined()
})
