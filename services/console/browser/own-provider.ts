import { createServer } from 'node:http'
import type { Server } from 'node:http'

/** A made-up provider of books that a test connects as a stranger would: by its document. */
export interface OwnProvider {
  readonly document: string
  /** Addresses that it was asked for. */
  readonly asked: readonly string[]
  close(): void
}

const books = [
  { isbn: '978-1', title: 'Tides', shelf: 'A3' },
  { isbn: '978-2', title: 'Harbours', shelf: 'B1' },
]

export async function startOwnProvider(): Promise<OwnProvider> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const isKnown = request.headers['x-library-key'] === 'open-sesame'
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isKnown ? { books } : { message: 'No such key' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { document: documentOf(portOf(server)), asked, close: () => server.close() }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

const documentOf = (port: number): string => `openapi: 3.1.0
info: { title: Harbour Library, version: '1' }
servers: [{ url: 'http://127.0.0.1:${port}' }]
security: [{ key: [] }]
paths:
  /books:
    get:
      operationId: findBooks
      summary: Find books by a word of their title
      parameters:
        - { name: word, in: query, required: true, schema: { type: string } }
      responses:
        '200':
          description: Books
          content:
            application/json:
              schema:
                type: object
                properties:
                  books: { type: array, items: { $ref: '#/components/schemas/Book' } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: x-library-key }
  schemas:
    Book:
      type: object
      properties:
        isbn: { type: string }
        title: { type: string }
        shelf: { type: string }
`
