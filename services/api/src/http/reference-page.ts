import { fileURLToPath } from 'node:url'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** The committed description, which a check keeps equal to the served one. */
const description = fileURLToPath(new URL('../../openapi.json', import.meta.url))

/** The API reference for people at `/docs/api`; loads nothing from elsewhere. */
export async function addReferencePage(app: FastifyInstance): Promise<void> {
  const baseDir = fileURLToPath(new URL('../..', import.meta.url))
  await app.register(swagger, { mode: 'static', specification: { path: description, baseDir } })
  await app.register(swaggerUi, {
    routePrefix: '/docs/api',
    uiConfig: { deepLinking: true, docExpansion: 'list', displayRequestDuration: true },
    theme: {
      title: 'Bindery API',
      css: [{ filename: 'bindery.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  })
}
