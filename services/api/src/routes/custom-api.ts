import { PlatformError } from '@bindery/model'
import { listEnvironments, listIntegrations, type Transaction } from '@bindery/store'
import { isAuthored } from '@bindery/sources'
import { z } from 'zod'
import { createTool, listTools, removeTool, requireCustom, type StoredTool } from '../actions/author-tool.ts'
import type { ParameterDefinition } from '../actions/custom-tool.ts'
import { definitionOf, slugOf } from '../actions/shared-action.ts'
import type { Principal } from '../auth/principal.ts'
import { type Route, route } from '../http/route.ts'
import { connectIntegration } from '../integrations/connect.ts'
import { registerIntegration, removeIntegration } from '../integrations/register.ts'
import type { Services } from '../services.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { AgentParams, JsonObjectData } from './shapes.ts'

const tag = 'Custom APIs'
const message = 'Success'
const base = '/agents/{agentId}/integrations/custom_api'
const Place = AgentParams.extend({ integrationId: z.string().min(1).max(64) })

const Configure = z
  .strictObject({
    name: z.string().min(1).max(120),
    description: z.string().max(1_000).optional(),
    base_url: z.string().min(1).max(2_000).describe('https is meant when no scheme is written'),
    auth_type: z.string().max(40).default('none'),
    auth_config: JsonObjectData.default({}),
    test_endpoint: z.string().max(500).optional(),
  })
  .meta({ id: 'ConfigureCustomApi' })

const Configured = z.object({
  id: z.string(),
  config: z.object({ name: z.string(), base_url: z.string(), auth_type: z.string() }),
})

const shape = {
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array', 'object']),
  description: z.string().max(1_000).optional(),
}
const Inner: z.ZodType<Omit<ParameterDefinition, 'name' | 'required'>> = z.lazy(() =>
  z.object({ ...shape, items: Inner.optional(), properties: z.record(z.string(), Inner).optional() }),
)
const Parameter = z
  .strictObject({
    ...shape,
    name: z.string().min(1).max(64),
    description: z.string().max(1_000),
    required: z.boolean().optional(),
    items: Inner.optional(),
    properties: z.record(z.string(), Inner).optional(),
  })
  .meta({ id: 'CustomToolParameter' })

const NewTool = z
  .strictObject({
    name: z.string().min(1).max(120),
    http_method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    url_template: z.string().min(1).max(2_000),
    description: z.string().min(10).max(200).optional(),
    url_params: z.array(Parameter).max(60).default([]),
    body_params: z.array(Parameter).max(60).default([]),
    headers_template: z.record(z.string(), z.string()).default({}),
    body_template: JsonObjectData.default({}),
    auth_type: z.string().max(40).optional(),
    auth_config: JsonObjectData.default({}).describe('Must be empty: tools use the credential of their API'),
    response_mapping: z
      .strictObject({
        path: z.string().max(1_000).optional(),
        success_message: z.string().min(1).max(500).optional(),
        error_message: z.string().min(1).max(500).optional(),
      })
      .default({}),
    category: z.string().max(60).optional(),
    require_human_approval: z.boolean().optional(),
    timeout: z.int().min(1).max(120).optional().describe('Seconds'),
  })
  .meta({ id: 'NewCustomTool' })

const Tool = z
  .object({
    id: z.string(),
    action_name: z.string(),
    name: z.string(),
    description: z.string(),
    category: z.string(),
    is_enabled: z.boolean(),
  })
  .meta({ id: 'CustomTool' })

const toTool = ({ link, action, skill }: StoredTool): z.input<typeof Tool> => {
  const { name, description, category } = definitionOf(action)
  return {
    id: link.id,
    action_name: skill.function_name,
    name,
    description,
    category: category ?? 'general',
    is_enabled: skill.is_enabled,
  }
}

/** The snake_case face of integrations of type `custom_api` and of their actions on one agent. */
export function customApiRoutes(services: Services): readonly Route[] {
  return [
    listRoute(services),
    configureRoute(services, base),
    configureRoute(services, `${base}/configure`),
    removeRoute(services),
    listToolsRoute(services),
    createToolRoute(services),
    removeToolRoute(services),
  ]
}

async function describe(
  transaction: Transaction,
  integration: { readonly id: string; readonly name: string },
) {
  const [slot] = await listEnvironments(transaction, integration.id)
  const config = {
    name: integration.name,
    base_url: slot?.base_url ?? '',
    auth_type: slot?.auth_method ?? 'none',
  }
  return { id: integration.id, config }
}

function listRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: base,
    scope: 'integrations:read',
    tag,
    summary: 'List the custom APIs that the agent can use',
    input: { params: AgentParams },
    data: z.array(Configured),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        await requireAgent(transaction, params.agentId)
        const data = []
        for (const integration of await listIntegrations(transaction)) {
          if (isAuthored(integration.type)) data.push(await describe(transaction, integration))
        }
        return { message, data }
      }),
  })
}

function configureRoute(services: Services, path: string): Route {
  return route({
    method: 'POST',
    path,
    scope: 'integrations:write',
    tag,
    summary: 'Register and connect a custom API',
    input: { params: AgentParams, body: Configure },
    data: Configured,
    errors: ['not_found', 'duplicate_name', 'integration_limit_reached', 'egress_blocked'],
    handle: async ({ params, body }, { principal }) => {
      const data = await configure(services, principal, { agentId: params.agentId, settings: body })
      return { message, data }
    },
  })
}

interface Configuration {
  readonly agentId: string
  readonly settings: z.output<typeof Configure>
}

async function configure(services: Services, principal: Principal, { agentId, settings }: Configuration) {
  const { organizationId } = principal
  const { name, description, base_url: baseUrl, auth_type: authType, auth_config: credentials } = settings
  await services.store.run(organizationId, (transaction) => requireAgent(transaction, agentId))
  const kind = slugOf(name).slice(0, 60)
  const environments = { production: { baseUrl } }
  const registration = { kind, name, description, type: 'custom-http', environments }
  const { integration } = await registerIntegration(services, principal, registration)
  try {
    await connectIntegration(services, principal, { kind, environment: 'production', authType, credentials })
  } catch (error) {
    // A credential that does not fit leaves nothing behind, so that the same name can be tried again.
    await removeIntegration(services, principal, kind)
    throw error
  }
  return services.store.run(organizationId, (transaction) => describe(transaction, integration))
}

function removeRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: `${base}/{integrationId}`,
    scope: 'integrations:write',
    tag,
    summary: 'Remove a custom API that no agent uses',
    input: { params: Place },
    data: z.object({ removed: z.literal(true) }),
    errors: ['not_found', 'integration_in_use'],
    handle: async ({ params }, { principal }) => {
      const { kind } = await services.store.run(principal.organizationId, (transaction) =>
        requireCustom(transaction, params),
      )
      await removeIntegration(services, principal, kind)
      return { message, data: { removed: true as const } }
    },
  })
}

function listToolsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: `${base}/{integrationId}/tools`,
    scope: 'skills:read',
    tag,
    summary: 'List the tools that the agent has of a custom API',
    input: { params: Place },
    data: z.array(Tool),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => ({
        message,
        data: (await listTools(transaction, params)).map(toTool),
      })),
  })
}

function createToolRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: `${base}/{integrationId}/tools`,
    scope: 'skills:write',
    tag,
    summary: 'Describe a call and give it to the agent, disabled',
    input: { params: Place, body: NewTool },
    data: Tool,
    status: 201,
    errors: ['not_found', 'template_invalid', 'binding_invalid', 'duplicate_name'],
    handle: async ({ params, body }, { principal }) => {
      if (Object.keys(body.auth_config).length > 0) {
        throw new PlatformError(
          'validation_error',
          'Tools use the credential of their API: leave "auth_config" out.',
        )
      }
      const { response_mapping: mapping } = body
      const tool = {
        name: body.name,
        description: body.description,
        method: body.http_method,
        urlTemplate: body.url_template,
        urlParams: body.url_params,
        bodyParams: body.body_params,
        headers: body.headers_template,
        bodyTemplate: body.body_template,
        resultPath: mapping.path,
        successMessage: mapping.success_message,
        errorMessage: mapping.error_message,
        category: body.category,
        requiresHumanApproval: body.require_human_approval,
        timeoutSeconds: body.timeout,
      }
      return { message, data: toTool(await createTool(services, principal, { ...params, tool })) }
    },
  })
}

function removeToolRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: `${base}/{integrationId}/tools/{toolId}`,
    scope: 'skills:write',
    tag,
    summary: 'Take a tool from the agent',
    input: { params: Place.extend({ toolId: z.string().min(1).max(64) }) },
    data: z.object({ removed: z.literal(true) }),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) => {
      await removeTool(services, principal, params)
      return { message, data: { removed: true as const } }
    },
  })
}
