import { errorTable } from '@bindery/model'
import { resourceSchemas } from '@bindery/platform/resources'
import type { FastifyInstance } from 'fastify'
import { describeErrorPage } from './error-page.ts'
import type { ApiDescription } from './openapi-document.ts'

export interface HealthCheck {
  readonly name: string
  readonly ok: boolean
  readonly detail?: string
}

export interface PublicOptions {
  /** Described when it is first asked for. */
  readonly openApi: () => ApiDescription
  readonly checks: () => Promise<readonly HealthCheck[]>
  /** What still has to be done before callers find everything: asked by `/readyz`. */
  readonly startChecks: () => readonly HealthCheck[]
  /** Whether what was stored is whole: asked by `/health`; a server serves without. */
  readonly integrityChecks: () => readonly HealthCheck[]
  readonly startedAt: Date
}

/** What needs no key: health, the API's description, the schemas of files, and a page per error code. */
export function addPublicRoutes(app: FastifyInstance, options: PublicOptions): void {
  app.get('/livez', () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const checks = [...(await options.checks()), ...options.startChecks()]
    const isReady = checks.every((check) => check.ok)
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not_ready', checks })
  })
  app.get('/health', async (_request, reply) => {
    const checks = [...(await options.checks()), ...options.integrityChecks()]
    const isWell = checks.every((check) => check.ok)
    const uptimeSeconds = Math.round((Date.now() - options.startedAt.getTime()) / 1000)
    return reply.code(isWell ? 200 : 503).send({ status: isWell ? 'ok' : 'degraded', uptimeSeconds, checks })
  })
  let openApiText: string | undefined
  for (const url of ['/openapi.json', '/api/v1/openapi.json']) {
    app.get(url, (_request, reply) => {
      openApiText ??= JSON.stringify(options.openApi())
      return reply.type('application/json; charset=utf-8').send(openApiText)
    })
  }
  app.get<{ Params: { code: string } }>('/docs/errors/:code', (request, reply) => {
    const page = describeErrorPage(request.params.code)
    if (page === undefined) return reply.callNotFound()
    return reply.type('text/html; charset=utf-8').send(page)
  })
  for (const [name, describe] of Object.entries(resourceSchemas)) {
    let text: string | undefined
    app.get(`/schemas/${name}.json`, (_request, reply) => {
      text ??= JSON.stringify(describe())
      return reply.type('application/schema+json; charset=utf-8').send(text)
    })
  }
  app.get('/docs/errors', (_request, reply) =>
    reply.send(Object.entries(errorTable).map(([code, row]) => ({ code, ...row }))),
  )
}
