import type { FastifyInstance } from 'fastify'
import type { Services } from '../../services.ts'
import { authenticate, checkCaller, type DoorConfig, handOver } from '../mcp-door.ts'
import { createAdminServer } from './admin-server.ts'

/**
 * `/mcp/admin`: what an assistant may do in place of an operator, as MCP tools over streamable HTTP. The scopes of the key say
 * which it is offered.
 */
export function addAdminEndpoint(app: FastifyInstance, services: Services, config: DoorConfig): void {
  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp/admin',
    handler: async (request, reply) => {
      checkCaller(request, config)
      const principal = await authenticate(services, request, reply)
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const caller = { services, principal, requestId: request.id, signal: gone.signal }
      await handOver(() => createAdminServer(caller), request, reply)
    },
  })
}
