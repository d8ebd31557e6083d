import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, beforeAll } from 'vitest'

/** A desk with contacts on loopback: it describes itself and takes one key. */
export interface LocalProvider {
  readonly address: () => string
  readonly key: string
  /** Its description, as a text. */
  readonly document: () => string
  /** Whoever asks for the description from now on waits until it is let go. */
  readonly hold: () => void
  readonly letGo: () => void
}

const answers = {
  description: 'A list',
  content: {
    'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Contact' } } },
  },
}

const documentOf = (address: string): string =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Quayside Desk', version: '7' },
    servers: [{ url: address }],
    security: [{ deskKey: [] }],
    paths: {
      '/contacts': {
        get: { operationId: 'listContacts', summary: 'List contacts', responses: { 200: answers } },
      },
    },
    components: {
      securitySchemes: { deskKey: { type: 'apiKey', in: 'header', name: 'X-Desk-Key' } },
      schemas: {
        Contact: { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' } } },
      },
    },
  })

/** Gives access without asking, as somebody does who presses "Allow". */
function sendBack(asked: URLSearchParams, response: ServerResponse): void {
  const back = new URL(asked.get('redirect_uri') ?? '')
  back.searchParams.set('state', asked.get('state') ?? '')
  back.searchParams.set('code', 'code-1')
  response.writeHead(302, { location: back.href }).end()
}

function grant(token: string, response: ServerResponse): void {
  const body = { access_token: token, token_type: 'Bearer', expires_in: 3600, refresh_token: 'refresh-1' }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** The provider for the tests of a file. */
export function useLocalProvider(): LocalProvider {
  const key = 'canary-desk-key-7Qx2'
  let address = ''
  let isHeld = false
  const held: ServerResponse[] = []
  const answerAsDesk = ({ url, headers }: IncomingMessage, response: ServerResponse): void => {
    const isKnown = [headers['x-desk-key'], headers.authorization].some((given) => given?.includes(key))
    if (!isKnown) response.writeHead(401).end('{}')
    else if (url === '/contacts') response.writeHead(200, { 'content-type': 'application/json' }).end('[]')
    else response.writeHead(404).end('{}')
  }
  const tellAbout = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(documentOf(address))
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/authorize') sendBack(searchParams, response)
    else if (pathname === '/token') grant(key, response)
    else if (request.url === '/page') response.end('<!doctype html><html><body>Our API</body></html>')
    else if (request.url === '/openapi.json') {
      if (isHeld) held.push(response)
      else tellAbout(response)
    } else answerAsDesk(request, response)
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const place = server.address()
    if (typeof place === 'object' && place !== null) address = `http://127.0.0.1:${place.port}`
  })
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    address: () => address,
    key,
    document: () => documentOf(address),
    hold: () => {
      isHeld = true
    },
    letGo: () => {
      isHeld = false
      for (const response of held.splice(0)) tellAbout(response)
    },
  }
}
