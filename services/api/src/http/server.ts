import { Readable } from 'node:stream'
import compress from '@fastify/compress'
import { type OrganizationId, PlatformError } from '@bindery/model'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Door } from '../auth/door.ts'
import { isHostAllowed } from './host-check.ts'
import { addJsonBodies } from './json-body.ts'
import type { KeyLimit } from './key-limit.ts'
import type { RequestReplays } from './request-replays.ts'
import { withRemedyAddress } from './remedy-address.ts'
import { securityHeaders } from './security-headers.ts'
import { basePath, type Reply, type Route } from './route.ts'
import { adviceFor, newId, requireScope, toPlatformError, toProblem } from '@bindery/platform/kernel'
import type { RawRequest } from './raw-request.ts'

export interface ServerOptions {
  readonly routes: readonly Route[]
  readonly door: Door
  readonly replays: RequestReplays
  readonly keyLimit: KeyLimit
  readonly logger: FastifyBaseLogger
  /** The address that the server listens on; a loopback one makes the Host header be checked. */
  readonly host: string
  /** Where browsers reach the server; its own address when undefined, which is plain. */
  readonly publicUrl: string | undefined
  readonly maxDocumentBytes: number
  /** Called after every request that may have changed what runs depend on. */
  readonly onChange: (organizationId: OrganizationId) => void
}

/** The HTTP face: parses nothing by itself but JSON, and answers every failure with the one error body. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestId,
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    connectionTimeout: 130_000,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 1_000, caseSensitive: true },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    // An address that cannot be decoded gets here without passing any hook.
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
  })
  app.removeContentTypeParser('text/plain')
  addJsonBodies(app)
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024, globalDecompression: false })
  const security = securityHeaders(options.publicUrl)
  app.addHook('onRequest', async (request, reply) => {
    // On the answer itself, so that streams that are written to it carry them too.
    for (const [name, value] of security) reply.raw.setHeader(name, value)
    reply.header('x-request-id', request.id)
    if (isHostAllowed(request.headers.host, options.host)) return
    throw new PlatformError(
      'origin_not_allowed',
      'The Host header does not name this server. Use 127.0.0.1 or localhost, or set BINDERY_HOST.',
    )
  })
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      new PlatformError(
        'not_found',
        `There is no ${request.method} ${request.url.split('?')[0] ?? ''}. See ${basePath}/openapi.json.`,
      ),
      request,
      reply,
    ),
  )
  addRoutes(app, options)
  await app.register(async (streaming) => addStreamingRoutes(streaming, options))
  return app
}

function addRoutes(app: FastifyInstance, options: ServerOptions): void {
  for (const route of options.routes) {
    if (route.documentation.form === 'upload') continue
    const limit = route.documentation.form === 'document' ? { bodyLimit: options.maxDocumentBytes } : {}
    const { method } = route
    app.route({
      method,
      url: toUrl(route),
      ...limit,
      ...packingOf(route),
      handler: handlerOf(route, options),
    })
  }
}

/** These routes read their body themselves, whatever its type, so nothing may parse it before them. */
function addStreamingRoutes(app: FastifyInstance, options: ServerOptions): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  for (const route of options.routes) {
    if (route.documentation.form !== 'upload') continue
    app.route({ method: route.method, url: toUrl(route), handler: handlerOf(route, options) })
  }
}

/**
 * How long a compressed answer is tells what it repeats: one that holds a secret beside what was sent is left as it is (BREACH).
 */
const packingOf = ({ documentation }: Route): { readonly compress?: false } =>
  documentation.reveals === 'nothing' ? {} : { compress: false }

const toUrl = (route: Route): string => basePath + route.path.replaceAll(/\{(\w+)\}/g, ':$1')

function handlerOf(route: Route, options: ServerOptions) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const principal = await options.door.identify(request, route.scope)
    void reply.headers(options.keyLimit.take(principal.keyId))
    requireScope(principal, route.scope)
    const raw = toRawRequest(request, reply, principal)
    await route.admit(raw)
    const answer = await options.replays.run(route, raw, principal)
    if (mayChangeRuns(route)) options.onChange(principal.organizationId)
    return send(answer, reply)
  }
}

/** Runs themselves change nothing that another run depends on. */
function mayChangeRuns({ method, scope }: Route): boolean {
  return method !== 'GET' && scope !== 'skills:execute' && scope !== 'confirmations:write'
}

function toRawRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  principal: RawRequest['principal'],
): RawRequest {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  return {
    params: request.params,
    query: request.query,
    body: request.body instanceof Readable ? undefined : request.body,
    headers: request.headers,
    stream: request.raw,
    principal,
    requestId: request.id,
    url: request.url,
    signal: gone.signal,
  }
}

function send(answer: Reply, reply: FastifyReply): unknown {
  void reply.code(answer.status).headers(answer.headers ?? {})
  switch (answer.content.kind) {
    case 'json':
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.content.body))
    case 'stream':
      return reply.type(answer.content.contentType).send(answer.content.stream)
    case 'empty':
      return reply.send()
  }
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = fromFramework(error) ?? toPlatformError(error)
  const problem = withRemedyAddress(toProblem(known, { id: request.id, url: request.url }))
  if (known.code === 'internal_error')
    request.log.error({ err: known.details.cause ?? known }, 'request failed')
  const { retryAfterMs } = adviceFor(known)
  if (retryAfterMs !== undefined) {
    void reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfterMs / 1000))))
  }
  // Whatever is left of a refused body is not read.
  if (problem.status === 413) void reply.header('connection', 'close')
  return reply
    .header('x-request-id', request.id)
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}

/** The framework's own refusals, in the platform's words. */
function fromFramework(error: unknown): PlatformError | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  switch (error.statusCode) {
    case 400:
      return new PlatformError(
        'bad_request',
        'The request cannot be read: its body is not valid JSON, or its address is malformed.',
      )
    case 413:
      return new PlatformError('document_too_large', 'The body is larger than this route takes.')
    case 415:
      return new PlatformError('unsupported_media_type', 'Send the body as "Content-Type: application/json".')
    case 408:
      return new PlatformError('bad_request', 'The request took too long to arrive.')
    case 503:
      return new PlatformError('overloaded', 'The server is shutting down. Try again.')
    default:
      return undefined
  }
}

function requestId(request: { headers: Readonly<Record<string, string | string[] | undefined>> }): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[A-Za-z0-9_.-]{8,128}$/.test(given) ? given : newId()
}
