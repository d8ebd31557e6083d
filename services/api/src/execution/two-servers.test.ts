import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openStore } from '@bindery/store'
import { findRealPostgres, testMasterKey } from '@bindery/store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { removePrograms } from '../testing/program-bundle.ts'
import { type Doomed, doomedKey, startDoomed } from '../testing/start-doomed.ts'

const postgres = await findRealPostgres()

/** A provider of orders that takes a while, and knows how many it had at once and how often it made each. */
class SlowOrders {
  readonly made = new Map<string, number>()
  mostAtOnce = 0
  #running = 0
  readonly #server: Server
  baseUrl = ''

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        void this.#make(Buffer.concat(chunks).toString('utf8')).then((text) => {
          response.setHeader('content-type', 'application/json').end(text)
        })
      })
    })
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve)
    })
    const address = this.#server.address()
    this.baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #make(text: string): Promise<string> {
    if (text === '') return '{"id":"any"}'
    const { order } = z.object({ order: z.string() }).parse(JSON.parse(text))
    this.#running += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#running)
    this.made.set(order, (this.made.get(order) ?? 0) + 1)
    await wait(30)
    this.#running -= 1
    return JSON.stringify({ id: order })
  }
}

const text = { type: 'string' }
const answer = {
  '200': {
    description: 'An order',
    content: {
      'application/json': { schema: { type: 'object', required: ['id'], properties: { id: text } } },
    },
  },
}
const body = {
  required: true,
  content: {
    'application/json': { schema: { type: 'object', required: ['order'], properties: { order: text } } },
  },
}
const document = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      get: { operationId: 'readOrder', responses: answer },
      post: { operationId: 'createOrder', requestBody: body, responses: answer },
    },
  },
}

const Data = z.object({ data: z.object({ id: z.string() }) })
const Outcome = z.object({
  code: z.string().optional(),
  data: z
    .object({
      status: z.string(),
      confirmationId: z.string().optional(),
      replayed: z.boolean().optional(),
    })
    .optional(),
})

describe.skipIf(postgres === undefined)('two servers on one PostgreSQL under 50 callers', () => {
  const orders = new SlowOrders()
  let servers: readonly Doomed[] = []
  let agent = ''
  let directory = ''
  let skills = { read: '', create: '' }

  /** The n-th caller asks the first server or the second. */
  const call = async (
    n: number,
    path: string,
    request: { readonly body: unknown; readonly key?: string },
  ) => {
    const headers = {
      authorization: `Bearer ${doomedKey}`,
      'content-type': 'application/json',
      ...(request.key === undefined ? {} : { 'idempotency-key': request.key }),
    }
    const url = `${servers[n % 2]?.address ?? ''}/api/v1${path}`
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(request.body) })
    return response.text()
  }
  const make = async (path: string, body: unknown): Promise<string> => {
    const parsed = Data.safeParse(JSON.parse(await call(0, path, { body })))
    return parsed.success ? parsed.data.data.id : ''
  }
  const execute = async (
    n: number,
    skill: string,
    request: { readonly body: object; readonly key?: string },
  ) => Outcome.parse(JSON.parse(await call(n, `/agents/${agent}/skills/${skill}/execute`, request)))
  const approve = async (n: number, id: string) =>
    Outcome.parse(JSON.parse(await call(n, `/confirmations/${id}/approve`, { body: {} })))
  const fifty = <Value>(work: (n: number) => Promise<Value>): Promise<Value[]> =>
    Promise.all(Array.from({ length: 50 }, (_, n) => work(n)))

  beforeAll(async () => {
    if (postgres === undefined) return
    await orders.start()
    // The first one brings the schema up to date, so that the two do not wait for one another.
    await (await openStore({ kind: 'server', url: postgres.url }, testMasterKey())).close()
    directory = mkdtempSync(join(tmpdir(), 'bindery-two-'))
    const place = { directory, databaseUrl: postgres.url }
    servers = [await startDoomed(place), await startDoomed(place)]
    const environments = { production: { baseUrl: orders.baseUrl } }
    await make('/integrations', {
      kind: 'orders',
      name: 'Orders',
      type: 'openapi',
      source: { document },
      environments,
    })
    await make('/integrations/orders/connect', {})
    await make('/integrations/orders/discover', {})
    agent = await make('/agents', { name: 'orders' })
    const path = `/agents/${agent}/integrations/orders/bindings`
    const projection = [{ path: 'id', leaf: 'order_id' }]
    skills = {
      read: await make(path, {
        operation: 'readOrder',
        toolName: 'Read order',
        enabled: true,
        rateLimitPerMinute: 10,
        projection,
      }),
      create: await make(path, {
        operation: 'createOrder',
        toolName: 'Create order',
        inputObjectMap: [{ field: 'order', param: 'order_number' }],
        projection,
      }),
    }
    const enable = { actionIds: [skills.create], acknowledge: ['write'] }
    await make(`/agents/${agent}/actions/enable`, enable)
    await make(`/agents/${agent}/publish`, {})
  })
  afterAll(async () => {
    for (const { child } of servers) child.kill('SIGKILL')
    orders.close()
    removePrograms()
    rmSync(directory, { recursive: true, force: true })
    await postgres?.close()
  })

  it('admits exactly the promised number of calls a minute', async () => {
    const outcomes = await fifty((n) => execute(n, skills.read, { body: {} }))
    expect(outcomes.filter((outcome) => outcome.data?.status === 'ok')).toHaveLength(10)
    expect(new Set(outcomes.map((outcome) => outcome.code))).toEqual(
      new Set([undefined, 'action_rate_limited']),
    )
  })

  it('opens one confirmation for one key, and carries it out once whoever approves', async () => {
    const request = { body: { params: { order_number: 'one' } }, key: 'order-one' }
    const asked = await fifty((n) => execute(n, skills.create, request))
    const [id = '', ...others] = [...new Set(asked.map((outcome) => outcome.data?.confirmationId))]
    expect(others).toEqual([])
    const outcomes = await fifty((n) => approve(n, id))
    const made = outcomes.filter(({ data }) => data?.status === 'ok' && data.replayed !== true)
    expect(made).toHaveLength(1)
    expect(orders.made.get('one')).toBe(1)
    const again = await fifty((n) => execute(n, skills.create, request))
    expect(again.every((outcome) => outcome.data?.status === 'ok')).toBe(true)
    expect(orders.made.get('one')).toBe(1)
  })

  it('never runs two writes of one conversation side by side', async () => {
    orders.mostAtOnce = 0
    const asked = await fifty((n) =>
      execute(n, skills.create, {
        body: { params: { order_number: `turn-${n}` }, conversationId: 'c-1' },
      }),
    )
    const outcomes = await Promise.all(
      asked.map((outcome, n) => approve(n, outcome.data?.confirmationId ?? '')),
    )
    const done = outcomes.filter((outcome) => outcome.data?.status === 'ok').length
    expect(orders.mostAtOnce).toBe(1)
    expect([done > 0, new Set(outcomes.map((outcome) => outcome.code))]).toEqual([
      true,
      new Set([undefined, 'conversation_busy']),
    ])
  })
})
