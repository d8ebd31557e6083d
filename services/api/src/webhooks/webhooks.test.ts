import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { clinicDocument } from '@bindery/fixtures'
import { Secret } from '@bindery/model'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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
import { until } from '../testing/until.ts'
import { signMessage } from '@bindery/platform/webhooks'

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver of messages on loopback that answers as told. */
class Receiver {
  readonly received: Received[] = []
  status = 204
  readonly #server: Server
  url = ''

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        this.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
        response.writeHead(this.status, { location: 'http://127.0.0.1:1/elsewhere' }).end()
      })
    })
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    const address = this.#server.address()
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook?x=1`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}

let server: ClinicServer
const receiver = new Receiver()

beforeAll(async () => {
  server = await startClinicServer()
  await receiver.start()
})
afterAll(async () => {
  receiver.close()
  await server.close()
})
afterEach(async () => {
  receiver.status = 204
  receiver.received.length = 0
  for (const { id } of z
    .array(z.object({ id: z.string() }))
    .parse((await server.api('GET', '/webhooks')).data)) {
    await server.api('DELETE', `/webhooks/${id}`)
  }
})

const Revealed = z.object({ id: z.string(), secret: z.string() })
const listen = async (...events: string[]) =>
  Revealed.parse((await must(server.api('POST', '/webhooks', { body: { url: receiver.url, events } }))).data)

const Delivery = z.object({
  id: z.string(),
  messageId: z.string(),
  status: z.string(),
  attempts: z.int(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
})
const deliveries = async (id: string) =>
  z.array(Delivery).parse((await must(server.api('GET', `/webhooks/${id}/deliveries`))).data)

/** Waits until the newest delivery is as wanted: bounded by the time that a test may take. */
const untilDelivery = (id: string, wanted: (delivery: z.output<typeof Delivery>) => boolean) =>
  until(async () => (await deliveries(id)).slice(0, 1).find(wanted))

const Message = z.object({
  type: z.string(),
  timestamp: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
})

function verify({ headers, body }: Received, secret: string): boolean {
  const messageId = String(headers['webhook-id'])
  const timestamp = Number(headers['webhook-timestamp'])
  const expected = signMessage({ messageId, timestamp, body }, [new Secret(secret)])
  return String(headers['webhook-signature']).split(' ').includes(expected)
}

describe('a webhook', () => {
  it('hears what it listens to, signed, without parameters or outputs', async () => {
    const { id, secret } = await listen('skill.executed', 'confirmation.requested', 'agent.published')
    const find = await server.publish(findPatient)
    await must(server.execute(find, { caller_phone: '+31612345678' }))
    const book = await server.publish(bookAppointment)
    await must(server.execute(book, bookingParams))
    await untilDelivery(id, (delivery) => delivery.status === 'delivered')
    await expect.poll(() => receiver.received.length).toBe(4)
    expect(receiver.received.every((message) => verify(message, secret))).toBe(true)
    const types = receiver.received.map(({ body }) => Message.parse(JSON.parse(body)).type).sort()
    expect(types).toEqual(['agent.published', 'agent.published', 'confirmation.requested', 'skill.executed'])
    const text = receiver.received.map(({ body }) => body).join('')
    expect(text).not.toContain('31612345678')
    expect(text).not.toContain('Ada')
  })

  it('is tried again after a failure, with the same id, and by hand', async () => {
    const { id } = await listen('agent.published')
    receiver.status = 503
    await must(server.api('POST', `/webhooks/${id}/test`))
    const failed = await untilDelivery(
      id,
      (delivery) => delivery.attempts === 1 && delivery.lastStatus === 503,
    )
    expect(failed.status).toBe('pending')
    receiver.status = 200
    await must(server.api('POST', `/webhooks/${id}/deliveries/${failed.id}/resend`))
    await untilDelivery(id, (delivery) => delivery.status === 'delivered')
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
    expect(ids).toEqual([failed.messageId, failed.messageId])
  })

  it('is disabled by a receiver that says that it is gone', async () => {
    const { id } = await listen('agent.published')
    receiver.status = 410
    await must(server.api('POST', `/webhooks/${id}/test`))
    await untilDelivery(id, (delivery) => delivery.status === 'failed')
    const [shown] = z
      .array(z.object({ isEnabled: z.boolean(), disabledReason: z.string() }))
      .parse((await server.api('GET', '/webhooks')).data)
    expect(shown).toEqual({ isEnabled: false, disabledReason: 'The receiver says that it is gone (410).' })
  })

  it('follows no redirect', async () => {
    const { id } = await listen('agent.published')
    receiver.status = 307
    await must(server.api('POST', `/webhooks/${id}/test`))
    const tried = await untilDelivery(id, (delivery) => delivery.lastError !== null)
    expect(tried.status).toBe('pending')
    expect(receiver.received).toHaveLength(1)
  })

  it('signs with both secrets while they overlap', async () => {
    const { id, secret } = await listen('agent.published')
    const rotated = Revealed.parse((await must(server.api('POST', `/webhooks/${id}/rotate-secret`))).data)
    await must(server.api('POST', `/webhooks/${id}/test`))
    await untilDelivery(id, (delivery) => delivery.status === 'delivered')
    const [message] = receiver.received
    if (message === undefined) throw new Error('No message came.')
    expect([verify(message, secret), verify(message, rotated.secret), rotated.secret === secret]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('never shows its secret again, and the store does not hold it in clear', async () => {
    const { secret } = await listen('agent.published')
    expect((await server.api('GET', '/webhooks')).text).not.toContain(secret)
    expect(server.log()).not.toContain(secret)
  })

  it.each([
    'http://10.0.0.7/x',
    'https://169.254.169.254/x',
    'http://[::1]:9/x',
    'ftp://example.com',
    'nonsense',
  ])('may not be at %s', async (url) => {
    const answer = await server.api('POST', '/webhooks', { body: { url, events: ['agent.published'] } })
    expect([400, 403]).toContain(answer.status)
  })

  it('of another organisation is not there', async () => {
    const { id } = await listen('agent.published')
    const stranger = server.client(await server.otherOrganization())
    for (const [method, path] of [
      ['DELETE', `/webhooks/${id}`],
      ['GET', `/webhooks/${id}/deliveries`],
      ['POST', `/webhooks/${id}/test`],
    ] as const) {
      expect([path, (await stranger(method, path)).status]).toEqual([path, 404])
    }
  })

  it('hears of drift', async () => {
    const agent = idOf(await must(server.api('POST', '/agents', { body: { name: 'drifting' } })))
    const path = `/agents/${agent}/integrations/clinic/bindings`
    await must(server.api('POST', path, { body: findPatient }))
    const { id } = await listen('schema.drifted')
    const document = JSON.stringify(clinicDocument)
    await must(
      server.api('PUT', '/integrations/clinic/source', {
        body: document.replaceAll('"fullName"', '"full_name"'),
      }),
    )
    await must(server.api('POST', '/integrations/clinic/discover', { headers: { prefer: 'wait=30' } }))
    await untilDelivery(id, (delivery) => delivery.status === 'delivered')
    const { data } = Message.parse(JSON.parse(receiver.received[0]?.body ?? '{}'))
    expect(data).toMatchObject({ integration: 'clinic' })
    expect(JSON.stringify(data['skills'])).toContain('find_patient')
  })
})
