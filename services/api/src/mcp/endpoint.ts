import { isInitializeRequest } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Services } from '../services.ts'
import { bridgeHeader } from './bridge-header.ts'
import { createAgentServer } from './agent-server.ts'
import { loadPublishedTools } from './published-tools.ts'
import { authenticate, checkCaller, type DoorConfig, handOver } from './mcp-door.ts'
import { Sessions } from './session.ts'
import { requireScope } from '@bindery/platform/kernel'

const Params = z.object({ agentId: z.string() })
const Query = z.object({
  toolBudget: z
    .string()
    .regex(/^\d{1,8}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
})

/**
 * `/mcp/agents/{agentId}`: the published skills of an agent as MCP tools over streamable HTTP, in every protocol revision
 * that the SDK speaks. Whoever is not let in gets the one error body; then the protocol takes over.
 */
export function addMcpEndpoint(app: FastifyInstance, services: Services, config: DoorConfig): void {
  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp/agents/:agentId',
    handler: async (request, reply) => {
      checkCaller(request, config)
      await serve(services, request, reply)
    },
  })
}

async function serve(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const principal = await authenticate(services, request, reply)
  requireScope(principal, 'skills:execute')
  const { agentId } = Params.parse(request.params)
  const toolset = await loadPublishedTools(services, principal, agentId)
  const sessions = new Sessions(services.store, principal, toolset.agentId)
  const conversationId = sessions.conversationOf(request.headers['mcp-session-id'])
  const channel = request.headers[bridgeHeader] === undefined ? 'mcp' : 'stdio'
  const caller = { services, principal, toolset, conversationId, channel } as const
  const toolBudget = Query.parse(request.query).toolBudget ?? services.config.mcpToolBudget
  if (isInitializeRequest(request.body)) reply.header('mcp-session-id', sessions.open())
  await handOver(() => createAgentServer({ caller, toolBudget }), request, reply)
}
