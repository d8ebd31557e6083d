import { createSecureServer } from 'node:http2'
import { connect } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { standardBounds } from '../http/bulkhead.ts'
import { gate } from '../testing/gate.ts'
import { localCertificate } from '../testing/local-certificate.ts'
import { otherCertificate } from '../testing/other-certificate.ts'
import { type LocalProvider, rulesOf, startProvider } from '../testing/local-provider.ts'
import { createEgress, type Egress, type EgressOptions } from './egress.ts'

const closers: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closers.splice(0).map((close) => close())))

const provide = async (...given: Parameters<typeof startProvider>): Promise<LocalProvider> => {
  const provider = await startProvider(...given)
  closers.push(provider.close)
  return provider
}
const listed = { allow: rulesOf('127.0.0.1/32'), plainHttp: 'listed' as const }
const open = (change: Partial<EgressOptions> = {}): Egress => {
  const egress = createEgress({ policy: listed, ...change })
  closers.push(egress.close)
  return egress
}
const ask = (egress: Egress, origin: string) =>
  egress.door('key', origin).pool.request({ path: '/', method: 'GET' })
const noSession = () => Promise.reject(new Error('There is no database here.'))

test('a door belongs to one key and one origin', () => {
  const egress = open()
  const [a, b] = ['http://127.0.0.1:1', 'http://127.0.0.1:2']
  const door = egress.door('key', a)
  const same = [egress.door('key', a), egress.door('other key', a), egress.door('key', b)]
  expect(same.map((other) => other === door)).toEqual([true, false, false])
})

test('a provider that offers HTTP/2 is spoken to in HTTP/1.1', async () => {
  const server = createSecureServer({ ...localCertificate, allowHTTP1: true }, (request, response) => {
    response.end(request.httpVersion)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(async () => {
    server.close()
  })
  const { port } = z.object({ port: z.int() }).parse(server.address())
  const offered = await new Promise((resolve) => {
    const socket = connect(
      { host: '127.0.0.1', port, ca: localCertificate.cert, ALPNProtocols: ['h2', 'http/1.1'] },
      () => {
        resolve(socket.alpnProtocol)
        socket.destroy()
      },
    )
  })
  const answer = await ask(open({ extraRoots: [localCertificate.cert] }), `https://127.0.0.1:${port}`)
  expect([offered, await answer.body.text()]).toEqual(['h2', '1.1'])
})

test('a pool of sessions belongs to one name', () => {
  const egress = open()
  const pool = egress.sessions('name', noSession)
  const same = [egress.sessions('name', noSession), egress.sessions('other name', noSession)]
  expect(same.map((other) => other === pool)).toEqual([true, false])
})

test('its policy decides for a door and for a dial', async () => {
  const { origin, port } = await provide((_, response) => response.end())
  const refusal = { code: 'egress_blocked', details: { reason: 'private_address' } }
  const egress = open({ policy: { allow: [], plainHttp: 'listed' } })
  await expect(ask(egress, origin)).rejects.toMatchObject(refusal)
  const target = { host: '127.0.0.1', port, privacy: 'tls' } as const
  await expect(egress.dial(target, AbortSignal.timeout(60_000))).rejects.toMatchObject(refusal)
})

test('its resolver is asked for a door and for a dial, and that of the system without one', async () => {
  const { port } = await provide((_, response) => response.end())
  const asked: string[] = []
  const named = open({
    lookup: (host) => {
      asked.push(host)
      return Promise.resolve(['127.0.0.1'])
    },
  })
  await ask(named, `http://desk.example:${port}`)
  const target = { host: 'data.example', port, privacy: 'plain' } as const
  const socket = await named.dial(target, AbortSignal.timeout(60_000))
  socket.destroy()
  expect(asked).toEqual(['desk.example', 'data.example'])
  const system = open({ policy: { ...listed, allow: rulesOf('127.0.0.1/32,[::1]') } })
  expect((await ask(system, `http://localhost:${port}`)).statusCode).toBe(200)
})

test('a resolver that never answers has the time to connect, for a door and for a dial', async () => {
  const egress = open({ lookup: () => new Promise(() => undefined), connectTimeoutMs: 20 })
  const failure = { code: 'upstream_unreachable', details: { reason: 'dns' } }
  await expect(ask(egress, 'https://desk.example')).rejects.toMatchObject(failure)
  const target = { host: 'data.example', port: 1, privacy: 'tls' } as const
  await expect(egress.dial(target, AbortSignal.timeout(60_000))).rejects.toMatchObject(failure)
})

test.each<[what: string, extraRoots: readonly string[] | undefined, outcome: unknown]>([
  ['refused without its authority', undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['refused with the authority of another', [otherCertificate], 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['accepted with its own', [localCertificate.cert], 200],
])('a provider with a private certificate is %s', async (_, extraRoots, outcome) => {
  const { port } = await provide((__, response) => response.end(), localCertificate)
  const lookup = () => Promise.resolve(['127.0.0.1'])
  const egress = open({ lookup, ...(extraRoots === undefined ? {} : { extraRoots }) })
  const asking = ask(egress, `https://provider.test:${port}`)
  const found = await asking.then(
    ({ statusCode }) => statusCode,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )
  expect(found).toBe(outcome)
})

test('a door has as many sockets as calls that may run at once', async () => {
  const most = standardBounds.http.atOnce
  const [full, seen] = [gate(), gate()]
  let running = 0
  let highest = 0
  const { origin } = await provide((_, response) => {
    running += 1
    highest = Math.max(highest, running)
    if (running === most) full.open()
    void seen.opened.then(() => {
      running -= 1
      response.end()
    })
  })
  const egress = open()
  const asking = Array.from({ length: most + 4 }, async () => (await ask(egress, origin)).body.dump())
  await full.opened
  seen.open()
  await Promise.all(asking)
  expect(highest).toBe(most)
})

test('at most so many pools of sessions are kept, and a closed one gives no session', async () => {
  const egress = open({ maxDoors: 1 })
  const first = egress.sessions('first', noSession)
  egress.sessions('second', noSession)
  expect(egress.sessions('first', noSession)).not.toBe(first)
})

test('a door that makes room ends what it had, and the others stay', async () => {
  const egress = open({ maxDoors: 1 })
  const first = egress.door('first', 'http://127.0.0.1:1')
  const second = egress.door('second', 'http://127.0.0.1:1')
  const state = [first, second].map(({ pool }) => 'closed' in pool && pool.closed)
  expect(state).toEqual([true, false])
})

test('a closed egress ends the calls that run, and whatever is kept', async () => {
  const arrived = gate()
  const { origin } = await provide(() => arrived.open())
  const egress = createEgress({ policy: listed })
  const outcome = ask(egress, origin).catch((error: unknown) => error)
  await arrived.opened
  const [door, pool] = [egress.door('key', origin), egress.sessions('name', noSession)]
  await egress.close()
  expect(await outcome).toBeInstanceOf(Error)
  expect('destroyed' in door.pool && door.pool.destroyed).toBe(true)
  expect(egress.door('key', origin)).not.toBe(door)
  expect(egress.sessions('name', noSession)).not.toBe(pool)
  await egress.close()
})
