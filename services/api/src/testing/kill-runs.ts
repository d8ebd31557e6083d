import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { BindingInputDocument } from '@bindery/model'
import { copyTemplate } from '@bindery/store/testing'
import { z } from 'zod'
import { type Doomed, doomedKey, startDoomed } from './start-doomed.ts'

/** Where a server dies during a write, in the order in which a write gets there. */
export const deathPoints = [
  'confirmation-spent',
  'before-intent',
  'intent-committed',
  'connected',
  'request-received',
  'applied',
  'before-record',
  'record-committed',
] as const

/** Where it dies while a skill of several steps reads what a person is asked about. */
export const readingPoints = ['read-received', 'reads-recorded', 'confirmation-opened'] as const

export type DeathPoint = (typeof deathPoints)[number] | (typeof readingPoints)[number]

const isReading = (point: DeathPoint): boolean => readingPoints.some((reading) => reading === point)

/** A skill that writes alone, or one whose earlier step finds what it writes. */
export type SkillShape = 'one operation' | 'behind a read'

/** Whether the provider takes idempotency keys, and then does a repeated order once. */
export type ProviderHabit = 'keeps keys' | 'keeps none'

/** How a write ended for the caller, and how often the provider did it. */
export interface KillOutcome {
  readonly reply: 'succeeded' | 'unknown'
  readonly applied: number
}

/** A provider of orders that counts what it does per order. */
class OrderProvider {
  readonly #habit: ProviderHabit
  readonly #server: Server
  readonly #applied = new Map<string, number>()
  readonly #keys = new Set<string>()
  /** Called when a request has come, and when it has been carried out. */
  onPoint: (point: DeathPoint) => void = () => undefined
  baseUrl = ''

  constructor(habit: ProviderHabit) {
    this.#habit = habit
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    const address = this.#server.address()
    this.baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  }

  applied(order: string): number {
    return this.#applied.get(order) ?? 0
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('content-type', 'application/json')
    if (request.method === 'GET') {
      this.onPoint('read-received')
      response.end(JSON.stringify({ items: [{ id: 'c-1' }] }))
      return
    }
    const chunks: Buffer[] = []
    request.on('error', () => undefined)
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    const { order } = z
      .object({ order: z.string() })
      .parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    this.onPoint('request-received')
    const key = String(request.headers['idempotency-key'] ?? randomUUID())
    if (this.#habit === 'keeps none' || !this.#keys.has(key))
      this.#applied.set(order, this.applied(order) + 1)
    this.#keys.add(key)
    this.onPoint('applied')
    response.end(JSON.stringify({ id: order }))
  }
}

const customers = {
  get: {
    operationId: 'findCustomers',
    responses: {
      '200': {
        description: 'Customers',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['items'],
              properties: {
                items: {
                  type: 'array',
                  items: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
                },
              },
            },
          },
        },
      },
    },
  },
}

const describeOrders = (habit: ProviderHabit) => ({
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/customers': customers,
    '/orders': {
      post: {
        operationId: 'createOrder',
        parameters:
          habit === 'keeps keys'
            ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }]
            : [],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['order'],
                properties: { order: { type: 'string' }, customer: { type: 'string' } },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The order',
            content: {
              'application/json': {
                schema: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
              },
            },
          },
        },
      },
    },
  },
})

const createOrder: BindingInputDocument = {
  operation: 'createOrder',
  toolName: 'Create order',
  inputObjectMap: [{ field: 'order', param: 'order_number' }],
  projection: [{ path: 'id', leaf: 'order_id' }],
}

const createBehindRead = {
  toolName: 'Create order',
  steps: [
    { id: 'customer', integration: 'orders', operation: 'findCustomers', take: 'one' },
    {
      id: 'order',
      integration: 'orders',
      operation: 'createOrder',
      inputObjectMap: [
        { field: 'order', param: 'order_number' },
        { field: 'customer', from: 'customer.id' },
      ],
    },
  ],
  projection: [{ path: 'order.id', leaf: 'order_id' }],
}

/** Kills a server at named points of writes, starts it again and asks as a careful client would. */
export class KillRuns {
  readonly #provider: OrderProvider
  readonly #habit: ProviderHabit
  readonly #shape: SkillShape
  #directory = ''
  #agent = ''
  #skill = ''
  #server: Doomed | undefined

  constructor(habit: ProviderHabit, shape: SkillShape = 'one operation') {
    this.#habit = habit
    this.#shape = shape
    this.#provider = new OrderProvider(habit)
  }

  async start(): Promise<void> {
    await this.#provider.start()
    this.#directory = await copyTemplate()
    this.#server = await startDoomed({ directory: this.#directory })
    await this.#publish()
  }

  /** One write during which the server dies, and the retry against the next server. */
  async run(point: DeathPoint): Promise<KillOutcome> {
    const order = randomUUID()
    const doomed = this.#server ?? (await startDoomed({ directory: this.#directory }))
    const waiting = isReading(point) ? undefined : await this.#execute(order)
    const death = new Promise<void>((resolve) => {
      doomed.child.once('exit', () => resolve())
    })
    this.#provider.onPoint = (reached) => {
      if (reached === point) doomed.child.kill('SIGKILL')
    }
    doomed.child.send(point)
    const asked = waiting === undefined ? this.#execute(order) : this.#approve(waiting.confirmationId ?? '')
    const ended = asked.catch(() => undefined)
    await death
    await ended
    this.#provider.onPoint = () => undefined
    this.#server = await startDoomed({ directory: this.#directory })
    return { reply: await this.#retry(order), applied: this.#provider.applied(order) }
  }

  async close(): Promise<void> {
    this.#server?.child.kill('SIGKILL')
    this.#provider.close()
    rmSync(this.#directory, { recursive: true, force: true })
  }

  /** Asks again under the same key until there is an answer that ends the matter. */
  async #retry(order: string): Promise<KillOutcome['reply']> {
    for (;;) {
      const answer = await this.#execute(order)
      if (answer.confirmationId !== undefined) return (await this.#approve(answer.confirmationId)).reply
      if (answer.reply !== undefined) return answer.reply
      await new Promise((resolve) => {
        setTimeout(resolve, 250)
      })
    }
  }

  async #execute(order: string) {
    const path = `/agents/${this.#agent}/skills/${this.#skill}/execute`
    return toAnswer(await this.#call('POST', path, { body: { params: { order_number: order } }, key: order }))
  }

  async #approve(confirmationId: string) {
    const answer = toAnswer(
      await this.#call('POST', `/confirmations/${confirmationId}/approve`, { body: {} }),
    )
    if (answer.reply === undefined) throw new Error('An approved call must end.')
    return { reply: answer.reply }
  }

  async #publish(): Promise<void> {
    const environments = { production: { baseUrl: this.#provider.baseUrl } }
    const source = { document: describeOrders(this.#habit) }
    await this.#must('POST', '/integrations', {
      kind: 'orders',
      name: 'Orders',
      type: 'openapi',
      source,
      environments,
    })
    await this.#must('POST', '/integrations/orders/connect', {})
    await this.#must('POST', '/integrations/orders/discover', {})
    this.#agent = await this.#must('POST', '/agents', { name: 'orders' })
    const path = `/agents/${this.#agent}`
    this.#skill =
      this.#shape === 'one operation'
        ? await this.#must('POST', `${path}/integrations/orders/bindings`, createOrder)
        : await this.#must('POST', `${path}/bindings`, createBehindRead)
    await this.#must('PATCH', `${path}/skills/${this.#skill}`, { isEnabled: true, acknowledge: ['write'] })
    await this.#must('POST', `${path}/publish`, {})
  }

  /** The id in the answer, if it has one. */
  async #must(method: string, path: string, body: unknown): Promise<string> {
    const { status, text } = await this.#call(method, path, { body })
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`)
    const parsed = z.object({ data: z.object({ id: z.string() }) }).safeParse(JSON.parse(text))
    return parsed.success ? parsed.data.data.id : ''
  }

  async #call(
    method: string,
    path: string,
    { body, key }: { readonly body: unknown; readonly key?: string },
  ) {
    const headers = {
      authorization: `Bearer ${doomedKey}`,
      'content-type': 'application/json',
      prefer: 'wait=30',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    }
    const url = `${this.#server?.address ?? ''}/api/v1${path}`
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) })
    return { status: response.status, text: await response.text() }
  }
}

const Body = z.object({
  code: z.string().optional(),
  data: z.object({ status: z.string(), confirmationId: z.string().optional() }).optional(),
})

interface Answer {
  readonly reply?: KillOutcome['reply']
  readonly confirmationId?: string
}

/** Nothing in it means: ask again in a moment. Throws for an answer that a careful client would not understand. */
function toAnswer({ text }: { readonly text: string }): Answer {
  const { code, data } = Body.parse(JSON.parse(text))
  if (data?.status === 'ok') return { reply: 'succeeded' }
  if (data?.confirmationId !== undefined) return { confirmationId: data.confirmationId }
  if (code === 'outcome_unknown') return { reply: 'unknown' }
  if (code === 'idempotency_in_progress' || code === 'conversation_busy') return {}
  throw new Error(`Not an answer to go by: ${text}`)
}
