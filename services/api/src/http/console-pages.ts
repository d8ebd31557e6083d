import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Where set-up builds the console. */
const built = fileURLToPath(new URL('../../../console/dist', import.meta.url))

/** First parts of addresses that are no pages of the console. */
const otherFaces = new Set(['api', 'assets', 'docs', 'mcp', 'oauth'])

/** The reference of the API, which is one of its pages all the same. */
const isReference = (path: string): boolean => path === '/docs/api' || path.startsWith('/docs/api/')

/**
 * The operators' web interface. Its files carry the hash of what is in them, so a browser keeps them; every address that a
 * person opens gets the one page, which shows what the address says.
 */
export async function addConsole(app: FastifyInstance): Promise<void> {
  if (!existsSync(join(built, 'index.html'))) {
    for (const url of ['/', '/docs/api'])
      app.get(url, (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(notBuilt))
    return
  }
  await app.register(fastifyStatic, {
    root: join(built, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
  })
  app.get('/*', (request, reply) => {
    if (!isPage(request)) return reply.callNotFound()
    return reply
      .header('cache-control', 'no-cache')
      .sendFile('index.html', built, { cacheControl: false, immutable: false })
  })
}

const notBuilt =
  'The console is not built. `npm start` builds it; the API is at /api/v1 and described at /openapi.json.\n'

/** Whether a person opens it: programs do not ask for pages. */
function isPage({ url, headers }: FastifyRequest): boolean {
  const [path = ''] = url.split('?')
  const [, first = ''] = path.split('/')
  return (isReference(path) || !otherFaces.has(first)) && (headers.accept ?? '').includes('text/html')
}
