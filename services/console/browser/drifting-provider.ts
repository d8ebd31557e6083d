import { z } from 'zod'
import type { ConsoleSession } from './console-session.ts'

/** A provider of books whose description changes when a test says so; skills of it are live. */
export interface DriftingProvider {
  readonly kind: string
  readonly readSkill: string
  readonly writeSkill: string
  /** It publishes another description, `before` called `after`, and is discovered again. */
  readonly rename: (before: string, after: string) => Promise<void>
}

type Api = ConsoleSession['api']

const Id = z.object({ data: z.object({ id: z.string() }) })

const answer = (schema: object) => ({
  description: 'Done',
  content: { 'application/json': { schema } },
})

const book = { $ref: '#/components/schemas/Book' }

const document = (name: string): string =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: name, version: '1' },
    servers: [{ url: 'http://127.0.0.1:9' }],
    paths: {
      '/books': {
        get: {
          operationId: 'listBooks',
          summary: 'List books',
          responses: {
            200: answer({ type: 'object', properties: { books: { type: 'array', items: book } } }),
          },
        },
        post: {
          operationId: 'addBook',
          summary: 'Add a book',
          requestBody: { required: true, content: { 'application/json': { schema: book } } },
          responses: { 201: answer(book) },
        },
      },
    },
    components: {
      schemas: {
        Book: {
          type: 'object',
          properties: {
            isbn: { type: 'string' },
            bookTitle: { type: 'string' },
            shelfMark: { type: 'string' },
          },
        },
      },
    },
  })

const reads = (kind: string) => ({
  operation: 'listBooks',
  toolName: `List ${kind}`,
  description: 'Lists books.',
  enabled: true,
  inputs: [],
  projection: [
    {
      path: 'books',
      leaf: 'books',
      max: 5,
      fields: [
        { path: 'bookTitle', leaf: 'title' },
        { path: 'isbn', leaf: 'isbn' },
      ],
    },
  ],
})

const writes = (kind: string) => ({
  operation: 'addBook',
  toolName: `Add to ${kind}`,
  description: 'Adds a book.',
  inputs: [],
  inputObjectMap: [
    { field: 'isbn', param: 'isbn' },
    { field: 'shelfMark', param: 'shelf' },
  ],
  projection: [{ path: 'isbn', leaf: 'isbn' }],
})

/** Registers it under `kind` and makes its two skills live on the agent. */
export async function makeDriftingProvider(
  api: Api,
  agentId: string,
  kind: string,
): Promise<DriftingProvider> {
  let text = document('Harbour Books')
  const slot = { baseUrl: 'http://127.0.0.1:9' }
  const provide = async (): Promise<void> => {
    await api('PUT', `/integrations/${kind}/source`, JSON.parse(text))
    await api('POST', `/integrations/${kind}/discover`, { environment: 'production' })
  }
  const environments = { development: slot, production: slot }
  await api('POST', '/integrations', { kind, name: 'Harbour Books', type: 'openapi', environments })
  for (const environment of ['development', 'production'])
    await api('POST', `/integrations/${kind}/connect`, { environment, verify: false })
  await provide()
  const bindings = `/agents/${agentId}/integrations/${kind}/bindings`
  const bind = async (binding: object): Promise<string> =>
    Id.parse(await api('POST', bindings, binding)).data.id
  const [readSkill, writeSkill] = [await bind(reads(kind)), await bind(writes(kind))]
  const enable = { isEnabled: true, acknowledge: ['write'] }
  for (const id of [readSkill, writeSkill]) await api('PATCH', `/agents/${agentId}/skills/${id}`, enable)
  await api('POST', `/agents/${agentId}/publish`)
  return {
    kind,
    readSkill,
    writeSkill,
    rename: async (before, after) => {
      text = text.replaceAll(before, after)
      await provide()
    },
  }
}
