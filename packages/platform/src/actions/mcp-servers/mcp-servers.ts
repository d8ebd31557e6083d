import { z } from 'zod'
import { Credentials } from '../../credentials/credential-shape.ts'
import { AgentParams, Deleted, deleted } from '../../kernel/shapes.ts'
import { toProblemEntry } from '../../kernel/problem.ts'
import { configureServer, discoverServer, listServerTools, removeServer, testServer } from './mcp-server.ts'
import { readSkill } from '../../skills/read-skill.ts'
import { type Context, useCase } from '../../kernel/use-case.ts'
import type { Needs } from '../../kernel/needs.ts'

const tag = 'MCP servers'
const message = 'Success'
const scope = 'integrations:write'
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
    auth_config: Credentials.default({}),
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

export const mcpServerUseCases = {
  configure: useCase({
    scope,
    audit: { leaves: ['integration.registered', 'integration.edited', 'integration.connected'] },
    environment: 'every',
    tag,
    summary: 'Register and connect an MCP server, or change the one of that name',
    takes: { subject: AgentParams, content: Configure },
    example: { name: 'Tickets', server_url: 'https://mcp.example.com' },
    output: z.object({
      id: z.string(),
      config: z.object({
        name: z.string(),
        server_url: z.string(),
        transport: z.string(),
        auth_type: z.string(),
      }),
    }),
    errors: ['not_found', 'duplicate_name', 'egress_blocked'],
    run: async (
      { subject, content },
      {
        principal,
        services,
      }: Context<Needs<'config' | 'egress' | 'packs' | 'publicUrl' | 'runCaches' | 'store'>>,
    ) => {
      const { id, name } = await configureServer(services, principal, {
        agentId: subject.agentId,
        name: content.name,
        serverUrl: content.server_url,
        authType: content.auth_type,
        authConfig: content.auth_config,
      })
      const { server_url, transport, auth_type } = content
      return { message, data: { id, config: { name, server_url, transport, auth_type } } }
    },
  }),

  discover: useCase({
    scope,
    audit: { leaves: ['integration.discovery_started'] },
    environment: 'every',
    tag,
    summary: 'Read the tools of a server into disabled skills of the agent',
    description:
      'A new tool gives a disabled skill. A skill whose tool has changed or gone is switched off until an operator has looked at it.',
    takes: { subject: Place },
    output: z.object({ discovered: z.int(), created: z.int(), updated: z.int(), disabled: z.int() }),
    errors: ['not_found', 'environment_not_configured', 'upstream_error', 'egress_blocked', 'overloaded'],
    run: async ({ subject }, { principal, services }: Context<Needs<'jobs' | 'store'>>) => {
      const { warnings, ...data } = await discoverServer(services, principal, subject)
      return { message, data, warnings: warnings.map((issue) => toProblemEntry(issue)) }
    },
  }),

  test: useCase({
    scope,
    audit: { leaves: 'nothing', because: 'it lists tools and stores nothing' },
    environment: 'every',
    tag,
    summary: 'List the tools of a server; stores nothing',
    takes: { subject: Place },
    output: z.object({
      success: z.boolean(),
      message: z.string(),
      error: z.string().nullable(),
      tools_count: z.int(),
    }),
    errors: ['not_found'],
    run: async (
      { subject },
      {
        principal,
        signal,
        services,
      }: Context<Needs<'children' | 'config' | 'egress' | 'runCaches' | 'store'>>,
    ) => {
      const tested = await testServer(services, principal, { ...subject, signal })
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
  }),

  listTools: useCase({
    scope,
    audit: { leaves: 'nothing', because: 'it only looks' },
    environment: 'none',
    tag,
    summary: 'The skills that the tools of a server gave the agent',
    takes: { subject: Place },
    output: z.array(Tool),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      const rows = await listServerTools(services, principal, subject)
      const data = rows.map((row) => {
        const { functionName, toolName, description, effect } = readSkill(row.bytes)
        return {
          id: row.id,
          action_name: functionName,
          name: toolName,
          description,
          category: effect,
          is_enabled: row.isEnabled,
        }
      })
      return { message, data }
    },
  }),

  remove: useCase({
    scope,
    audit: { leaves: ['integration.removed'] },
    environment: 'every',
    tag,
    summary: 'Forget a server and the skills of it that nobody switched on',
    takes: { subject: Place },
    output: Deleted,
    errors: ['not_found', 'integration_in_use'],
    run: async ({ subject }, { principal, services }: Context<Needs<'egress' | 'runCaches' | 'store'>>) => {
      await removeServer(services, principal, subject)
      return { message, data: deleted }
    },
  }),
}
