import { createServer, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { isJsonObject, type JsonObject, parseJson } from '@bindery/model'

/** A small REST provider of tickets and call-backs that also answers what it knows of a conversation. */
export class DeskProvider {
  /** Bodies of the writes, by path, in the order in which they came. */
  readonly written: { readonly path: string; readonly body: JsonObject }[] = []
  contexts = 0
  baseUrl = ''
  readonly #server: Server

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((answer) => {
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
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

  async #answer(request: IncomingMessage): Promise<JsonObject> {
    const { url: path = '' } = request
    const sent = await text(request)
    const body = sent === '' ? {} : parseJson(sent)
    if (path === '/context') {
      this.contexts += 1
      return { service_plan: 'gold', queue: 'evening' }
    }
    this.written.push({ path, body: isJsonObject(body) ? body : {} })
    return { id: `${path.slice(1, 3)}-${this.written.length}` }
  }
}

const text80 = { type: 'string', maxLength: 80 }

/** Its description, as its makers would publish it. */
export const deskDocument = {
  openapi: '3.1.0',
  info: { title: 'Desk', version: '1' },
  paths: {
    '/tickets': {
      post: {
        operationId: 'createTicket',
        summary: 'Create a ticket',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['customer', 'subject'],
                properties: { customer: text80, subject: text80 },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'The ticket',
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
}
