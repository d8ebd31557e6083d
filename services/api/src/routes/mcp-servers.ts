import { z } from 'zod'
import { toProblemEntry } from '../http/problem.ts'
import { type Route, route } from '../http/route.ts'
import {
  configureServer,
  discoverServer,
  listServerTools,
  removeServer,
  testServer,
} from '../mcp-servers/mcp-server.ts'
import type { Services } from '../services.ts'
import { readSkill } from '../skills/read-skill.ts'
import { AgentParams, JsonObjectData } from './shapes.ts'

const tag = 'MCP servers'
const message = 'Success'
const scope = 'integrations:write'
const base = '/agents/{agentId}/integrations/mcp_server'
const Place = AgentParams.extend({ integrationId: z.string().min(1).max(64) })

const Configure = z
  .strictObject({
    name: z.string().min(1).max(120),
    server_url: z.string().min(1).max(2_000).describe('https is meant when no scheme is written'),
    transport: z
      .enum(['streamable_http', 'http_sse'])
      .default('streamable_http')
      .describe('Both are spoken as streamable HTTP, whose answers may be event streams'),
    auth_type: z.string().max(40).default('none'),
    auth_config: JsonObjectData.default({}),
  })
  .meta({ id: 'ConfigureMcpServer' })

const Tool = z
  .object({
    id: z.string(),
    action_name: z.string(),
    name: z.string(),
    description: z.string(),
    category: z.string(),
    is_enabled: z.boolean(),
  })
  .meta({ id: 'McpServerTool' })

/** Servers whose tools an agent uses: the snake_case face of integrations of type `mcp_server`. */
export function mcpServerRoutes(services: Services): readonly Route[] {
  return [
    configureRoute(services),
    discoverRoute(services),
    testRoute(services),
    toolsRoute(services),
    removeRoute(services),
  ]
}

function configureRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: `${base}/configure`,
    scope,
    tag,
    summary: 'Register and connect an MCP server, or change the one of that name',
    input: { params: AgentParams, body: Configure },
    data: z.object({
      id: z.string(),
      config: z.object({
        name: z.string(),
        server_url: z.string(),
        transport: z.string(),
        auth_type: z.string(),
      }),
    }),
    errors: ['not_found', 'duplicate_name', 'egress_blocked'],
    handle: async ({ params, body }, { principal }) => {
      const { id, name } = await configureServer(services, principal, {
        agentId: params.agentId,
        name: body.name,
        serverUrl: body.server_url,
        authType: body.auth_type,
        authConfig: body.auth_config,
      })
      const { server_url, transport, auth_type } = body
      return { message, data: { id, config: { name, server_url, transport, auth_type } } }
    },
  })
}

function discoverRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: `${base}/{integrationId}/discover`,
    scope,
    tag,
    summary: 'Read the tools of a server into disabled skills of the agent',
    description:
      'A new tool gives a disabled skill. A skill whose tool has changed or gone is switched off until an operator has looked at it.',
    input: { params: Place },
    data: z.object({ discovered: z.int(), created: z.int(), updated: z.int(), disabled: z.int() }),
    errors: ['not_found', 'environment_not_configured', 'upstream_error', 'egress_blocked', 'overloaded'],
    handle: async ({ params }, { principal }) => {
      const { warnings, ...data } = await discoverServer(services, principal, params)
      return { message, data, warnings: warnings.map((issue) => toProblemEntry(issue)) }
    },
  })
}

function testRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: `${base}/{integrationId}/test`,
    scope,
    tag,
    summary: 'List the tools of a server; stores nothing',
    input: { params: Place },
    data: z.object({
      success: z.boolean(),
      message: z.string(),
      error: z.string().nullable(),
      tools_count: z.int(),
    }),
    errors: ['not_found'],
    handle: async ({ params }, { principal, raw }) => {
      const tested = await testServer(services, principal, { ...params, signal: raw.signal })
      const data = tested.ok
        ? {
            success: true,
            message: `The server answered with ${tested.toolCount} tools.`,
            error: null,
            tools_count: tested.toolCount,
          }
        : { success: false, message: tested.error.message, error: tested.error.code, tools_count: 0 }
      return { message, data }
    },
  })
}

function toolsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: `${base}/{integrationId}/tools`,
    scope,
    tag,
    summary: 'The skills that the tools of a server gave the agent',
    input: { params: Place },
    data: z.array(Tool),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) => {
      const rows = await listServerTools(services, principal, params)
      const data = rows.map((row) => {
        const { functionName, toolName, description, effect } = readSkill(row.bytes)
        return {
          id: row.id,
          action_name: functionName,
          name: toolName,
          description,
          category: effect,
          is_enabled: row.is_enabled,
        }
      })
      return { message, data }
    },
  })
}

function removeRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: `${base}/{integrationId}`,
    scope,
    tag,
    summary: 'Forget a server and the skills of it that nobody switched on',
    input: { params: Place },
    data: z.object({ removed: z.literal(true) }),
    errors: ['not_found', 'integration_in_use'],
    handle: async ({ params }, { principal }) => {
      await removeServer(services, principal, params)
      return { message, data: { removed: true as const } }
    },
  })
}
