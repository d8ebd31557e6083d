import { createServer, type Server } from 'node:http'
import type { Json } from '@bindery/model'
import { z } from 'zod'
import { type ApiAnswer, startTestServer, type TestServer, type TestServerOptions } from './test-server.ts'

/** What a provider answers to a path with its query: JSON, or a status. */
type Answered = Json | { readonly status: number; readonly text?: string }
export type Answering = (path: URL) => Answered | Promise<Answered>

interface Provider {
  readonly baseUrl: string
  /** Paths with their queries, in the order in which they came. */
  readonly asked: string[]
  readonly answers: { now: Answering }
  close(): void
}

/** Two providers whose answers a test sets, an agent, and skills of several steps over them. */
export interface StepsWorld extends TestServer {
  readonly people: Provider
  readonly desk: Provider
  readonly agentId: string
  /** Saves a binding, enables it and publishes the agent; gives the id of the skill. */
  readonly publish: (binding: object) => Promise<string>
  readonly execute: (skillId: string, params: object, headers?: Record<string, string>) => Promise<ApiAnswer>
}

export async function startStepsWorld(options: TestServerOptions = {}): Promise<StepsWorld> {
  const server = await startTestServer(options)
  const people = await startProvider()
  const desk = await startProvider()
  const { api } = server
  await connect(server, { kind: 'people', provider: people, paths: peoplePaths })
  await connect(server, { kind: 'desk', provider: desk, paths: deskPaths })
  const agentId = idOf(await must(api('POST', '/agents', { body: { name: 'front-desk' } })))
  return {
    ...server,
    people,
    desk,
    agentId,
    publish: async (binding) => {
      const skillId = idOf(await must(api('POST', `/agents/${agentId}/bindings`, { body: binding })))
      const enable = { isEnabled: true, acknowledge: ['write', 'sensitive_parameter'] }
      await must(api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: enable }))
      await must(api('POST', `/agents/${agentId}/publish`))
      return skillId
    },
    execute: (skillId, params, headers = {}) =>
      api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body: { params }, headers }),
    close: async () => {
      await server.close()
      people.close()
      desk.close()
    },
  }
}

async function startProvider(): Promise<Provider> {
  const asked: string[] = []
  const answers: { now: Answering } = { now: () => ({ status: 404 }) }
  const server: Server = createServer((request, response) => {
    request.resume()
    asked.push(request.method === 'GET' ? (request.url ?? '') : `${request.method} ${request.url}`)
    void Promise.resolve(answers.now(new URL(request.url ?? '/', 'http://provider.test'))).then((answer) => {
      const isStatus = typeof answer === 'object' && answer !== null && 'status' in answer
      response.setHeader('content-type', 'application/json')
      if (isStatus && typeof answer.status === 'number') response.statusCode = answer.status
      const own = isStatus && 'text' in answer && typeof answer.text === 'string' ? answer.text : undefined
      response.end(own ?? JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    baseUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    asked,
    answers,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

interface Connected {
  readonly kind: string
  readonly provider: Provider
  readonly paths: object
}

async function connect({ api }: TestServer, { kind, provider, paths }: Connected): Promise<void> {
  await must(
    api('POST', '/integrations', {
      body: {
        kind,
        name: kind,
        type: 'openapi',
        source: { document: JSON.stringify(documentOf(kind, paths)) },
        environments: {
          production: { baseUrl: provider.baseUrl },
          development: { baseUrl: provider.baseUrl },
        },
      },
    }),
  )
  for (const environment of ['production', 'development'])
    await must(api('POST', `/integrations/${kind}/connect`, { body: { environment, credentials: {} } }))
  await must(api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } }))
}

/** The document of a provider, with its paths. */
export const documentOf = (title: string, paths: object) => ({
  openapi: '3.1.0',
  info: { title, version: '1' },
  paths,
})

const text = { type: 'string' }
const numeric = { type: 'integer' }

const answering = (schema: object) => ({
  200: { description: 'The answer', content: { 'application/json': { schema } } },
})

const listOf = (required: readonly string[], properties: object) => ({
  type: 'object',
  required: ['items'],
  properties: { items: { type: 'array', items: { type: 'object', required, properties } } },
})

const inQuery = (name: string, more: object = {}) => ({ name, in: 'query', schema: text, ...more })

const peoplePaths = {
  '/people': {
    get: {
      operationId: 'findPeople',
      summary: 'Find people',
      parameters: [inQuery('phone', { required: true }), inQuery('city')],
      responses: answering(
        listOf(['id', 'name'], {
          id: text,
          name: text,
          city: text,
          account: { ...numeric, 'x-nullable': true },
          birth_date: { type: 'string', format: 'date' },
        }),
      ),
    },
  },
}

const ticketOf = { id: numeric, subject: text, owner: text }

export const deskPaths = {
  '/tickets': {
    get: {
      operationId: 'listTickets',
      summary: 'List tickets',
      parameters: [inQuery('requester', { required: true }), inQuery('status')],
      responses: answering(listOf(['id', 'subject'], ticketOf)),
    },
  },
  '/tickets/{id}/close': {
    post: {
      operationId: 'closeTicket',
      summary: 'Close a ticket',
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { type: 'object', required: ['reason'], properties: { reason: text, owner: text } },
          },
        },
      },
      responses: answering({ type: 'object', required: ['state'], properties: { state: text } }),
    },
  },
  '/tickets/{id}': {
    get: {
      operationId: 'getTicket',
      summary: 'Get a ticket',
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      responses: answering({
        type: 'object',
        required: ['id', 'state'],
        properties: { id: numeric, state: text, notes: { type: 'array', items: text } },
      }),
    },
  },
}

export function idOf({ data }: ApiAnswer): string {
  return z.object({ id: z.string() }).parse(data).id
}

export async function must(answer: Promise<ApiAnswer>): Promise<ApiAnswer> {
  const made = await answer
  if (made.status >= 300) throw new Error(`${made.status} ${made.text}`)
  return made
}

/** The step that finds who is calling. */
export const callingPerson = {
  id: 'person',
  integration: 'people',
  operation: 'findPeople',
  take: 'one',
  inputs: [{ param: 'caller_phone', argument: 'phone' }],
}

/** The step that finds their tickets, of which one goes on. */
export const callersTickets = {
  id: 'tickets',
  integration: 'desk',
  operation: 'listTickets',
  rows: 'items',
  take: 'one',
  inputs: [{ from: 'person.id', argument: 'requester' }],
}

/** The step that reads a ticket that was found. */
export const foundTicket = {
  id: 'ticket',
  integration: 'desk',
  operation: 'getTicket',
  inputs: [{ from: 'tickets.id', argument: 'id' }],
}
