import { PlatformError } from '@bindery/model'
import { toNodeHandler } from '@modelcontextprotocol/node'
import {
  createMcpHandler,
  isInitializeRequest,
  localhostAllowedHostnames,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Services } from '../services.ts'
import { bridgeHeader } from './bridge-header.ts'
import { createAgentServer } from './agent-server.ts'
import { loadPublishedTools } from './published-tools.ts'
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

type EndpointConfig = Pick<Config, 'host' | 'mcpHosts'>

/**
 * `/mcp/agents/{agentId}`: the published skills of an agent as MCP tools over streamable HTTP, in every protocol revision
 * that the SDK speaks. Whoever is not let in gets the one error body; then the protocol takes over.
 */
export function addMcpEndpoint(app: FastifyInstance, services: Services, config: EndpointConfig): void {
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
  const onerror = (error: Error): void => request.log.warn({ err: error }, 'MCP request refused')
  const handler = createMcpHandler(() => createAgentServer({ caller, toolBudget }), { onerror })
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value)
  }
  const { method, url, headers, raw } = request
  const incoming = { method, url, headers, [Symbol.asyncIterator]: () => raw[Symbol.asyncIterator]() }
  await toNodeHandler(handler, { onerror })(incoming, reply.raw, request.body)
}

/** A client that sends no key is told how to, in the header that clients look at. */
async function authenticate(services: Services, request: FastifyRequest, reply: FastifyReply) {
  try {
    return await services.authenticator.authenticate(request.headers)
  } catch (error) {
    if (error instanceof PlatformError && error.status === 401) reply.header('www-authenticate', 'Bearer')
    throw error
  }
}

/** A page of another site may not use a browser's way to this server, nor may a name that was made to point here. */
function checkCaller(request: FastifyRequest, { host, mcpHosts }: EndpointConfig): void {
  const loopback = localhostAllowedHostnames()
  const allowed = [...loopback, ...mcpHosts]
  const isKnown = loopback.includes(host) || mcpHosts.length > 0
  if (isKnown && !validateHostHeader(request.headers.host, allowed).ok)
    throw refused('Host', 'Use 127.0.0.1 or localhost, or set BINDERY_MCP_HOSTS.')
  if (!validateOriginHeader(request.headers.origin, allowed).ok)
    throw refused('Origin', 'Pages of other sites are refused; BINDERY_MCP_HOSTS lists those that are not.')
}

function refused(header: string, what: string): PlatformError {
  return new PlatformError(
    'origin_not_allowed',
    `The ${header} header names a host that this endpoint does not serve. ${what}`,
  )
}
