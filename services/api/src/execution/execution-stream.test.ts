import { connect } from 'node:net'
import { once } from 'node:events'
import { scopes } from '@bindery/platform/kernel'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  type ClinicServer,
  findPatient,
  idOf,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'
import { EventReader } from '../testing/event-reader.ts'
import { until } from '../testing/until.ts'

let server: ClinicServer
let skillId: string
let booking: string
beforeAll(async () => {
  server = await startClinicServer()
  skillId = await server.publish(findPatient)
  booking = await server.publish(bookAppointment)
})
afterAll(() => server.close())

const call = () => must(server.execute(skillId, { caller_phone: '+31612345678' }))
const open = (key: string, headers: Readonly<Record<string, string>> = {}) =>
  EventReader.open(`${server.address}/api/v1/executions/stream`, {
    authorization: `Bearer ${key}`,
    ...headers,
  })
const reader = () => server.keyWith(['logs:read'])

it('tells of runs that end from now on, with what they are listed by and nothing of what was said', async () => {
  await call()
  const stream = await open(await reader())
  expect((await stream.next())?.event).toBe('ready')
  await call()
  const event = await stream.next()
  expect(event).toEqual({
    id: expect.stringMatching(/^\d+$/),
    event: 'execution',
    data: {
      id: expect.any(String),
      agentId: server.agentId,
      skillId,
      functionName: 'find_patient',
      status: 'succeeded',
      environment: 'production',
      channel: 'http',
      durationMs: expect.any(Number),
      createdAt: expect.any(String),
    },
  })
  stream.close()
})

it('tells of a call that waits, and that it was decided', async () => {
  const stream = await open(await reader())
  await stream.next()
  const waiting = await must(server.execute(booking, bookingParams))
  const { confirmationId } = z.object({ confirmationId: z.string() }).parse(waiting.data)
  const asked = await stream.next()
  expect(asked).toMatchObject({
    event: 'confirmation',
    data: { id: confirmationId, status: 'pending', skillId: booking },
  })
  expect(JSON.stringify(asked)).not.toContain(bookingParams.customer_id)
  await must(server.api('POST', `/confirmations/${confirmationId}/reject`))
  expect(await stream.next()).toMatchObject({
    event: 'confirmation',
    data: { id: confirmationId, status: 'rejected' },
  })
  stream.close()
})

it('is taken up again where it was left, and misses nothing', async () => {
  const key = await reader()
  const first = await open(key)
  const begun = await first.next()
  first.close()
  await call()
  await call()
  const again = await open(key, { 'last-event-id': begun?.id ?? '' })
  const events = [await again.next(), await again.next(), await again.next()]
  expect(events.map((event) => event?.event)).toEqual(['ready', 'execution', 'execution'])
  again.close()
})

it('says that more was missed than it tells of, to who saw what this log never had', async () => {
  const stream = await open(await reader(), { 'last-event-id': '999999999999' })
  expect((await stream.next())?.event).toBe('gap')
  stream.close()
})

it('without a stream answers with the next events, so that a program may ask from time to time', async () => {
  const api = server.client(await reader())
  const Meta = z.object({ meta: z.object({ last: z.number() }) })
  const { last } = Meta.parse((await must(api('GET', '/executions/stream'))).body).meta
  await call()
  const news = await must(api('GET', '/executions/stream', { headers: { 'last-event-id': String(last) } }))
  expect(news.data).toMatchObject([{ event: 'execution', data: { skillId, status: 'succeeded' } }])
  expect(Meta.parse(news.body).meta.last).toBeGreaterThan(last)
})

it('tells nothing of another environment than that of its key, and nothing of another organisation', async () => {
  const own = await open(await reader())
  const fenced = await open(await server.keyWith(['logs:read'], 'development'))
  const stranger = await server.otherOrganization()
  const others = await open(stranger)
  for (const stream of [own, fenced, others]) await stream.next()
  const last = z
    .object({ meta: z.object({ last: z.number() }) })
    .parse((await must(server.api('GET', '/executions/stream'))).body).meta.last
  await call()
  expect((await own.next())?.event).toBe('execution')
  const behind = { headers: { 'last-event-id': String(last) } }
  const development = server.client(await server.keyWith(['logs:read'], 'development'))
  expect((await must(development('GET', '/executions/stream', behind))).data).toEqual([])
  expect((await must(server.client(stranger)('GET', '/executions/stream', behind))).data).toEqual([])
  for (const stream of [own, fenced, others]) stream.close()
})

it('ends when its key is revoked', async () => {
  const made = await must(
    server.api('POST', '/api-keys', { body: { name: 'Watcher', scopes: ['logs:read'] } }),
  )
  const { key } = z.object({ key: z.string() }).parse(made.data)
  const stream = await open(key)
  await stream.next()
  await must(server.api('DELETE', `/api-keys/${idOf(made)}`))
  expect(await stream.next()).toBeUndefined()
})

it('ends when the session that it came by does, whose key goes on', async () => {
  const page = { 'sec-fetch-site': 'same-origin', origin: server.address }
  const session = `${server.address}/api/v1/session`
  const begun = await fetch(session, {
    method: 'POST',
    headers: { ...page, 'content-type': 'application/json' },
    body: JSON.stringify({ apiKey: await reader() }),
  })
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  const stream = await EventReader.open(`${server.address}/api/v1/executions/stream`, { ...page, cookie })
  expect((await stream.next())?.event).toBe('ready')
  await fetch(session, { method: 'DELETE', headers: { ...page, cookie } })
  expect(await stream.next()).toBeUndefined()
})

it('of a key are eight at most, which are free again when they are closed', async () => {
  const key = await reader()
  const streams = await Promise.all(Array.from({ length: 8 }, () => open(key)))
  await expect(open(key)).rejects.toThrow(/429.*8 streams/)
  for (const stream of streams) stream.close()
  const again = await until(() => open(key).catch(() => undefined))
  again.close()
})

it('are few, whoever asks for a thousand, and the server answers others meanwhile', async () => {
  const keys = await Promise.all(Array.from({ length: 125 }, reader))
  const asked = await Promise.allSettled(keys.flatMap((key) => Array.from({ length: 8 }, () => open(key))))
  const kept = asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  expect(kept.length).toBe(64)
  await call()
  for (const stream of kept) stream.close()
})

it('takes a reader that never reads, and serves others', async () => {
  const { port } = new URL(server.address)
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  socket.pause()
  const key = await server.keyWith(scopes)
  socket.write(
    `GET /api/v1/executions/stream HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\naccept: text/event-stream\r\n\r\n`,
  )
  const stream = await until(() => open(key).catch(() => undefined))
  await stream.next()
  await call()
  expect((await stream.next())?.event).toBe('execution')
  stream.close()
  socket.destroy()
})
