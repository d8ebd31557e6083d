import { PlatformError } from '@bindery/model'
import { listEnvironments, listIntegrations, type Transaction } from '@bindery/store'
import { isAuthored } from '@bindery/sources'
import { z } from 'zod'
import { Credentials } from '../credentials/credential-shape.ts'
import { createTool, listTools, removeTool, requireCustom, type StoredTool } from './author-tool.ts'
import type { ParameterDefinition } from './custom-tool.ts'
import { connectIntegration } from '../integrations/connect.ts'
import { definitionOf, slugOf } from '../integrations/shared-action.ts'
import { registerIntegration } from '../integrations/register.ts'
import { removeIntegration } from '../integrations/remove.ts'
import { AgentParams, Deleted, deleted, JsonObjectData } from '../kernel/shapes.ts'
import { isToldOf } from '../kernel/environment-rule.ts'
import type { Principal } from '../kernel/principal.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Custom APIs'
const message = 'Success'
const Place = AgentParams.extend({ integrationId: z.string().min(1).max(64) })

const Configure = z
  .strictObject({
    name: z.string().min(1).max(120),
    description: z.string().max(1_000).optional(),
    base_url: z.string().min(1).max(2_000).describe('https is meant when no scheme is written'),
    auth_type: z.string().max(40).default('none'),
    auth_config: Credentials.default({}),
    test_endpoint: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('Path of a read that needs the credential: it is tried before anything is stored'),
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
const Inner: z.ZodType<Omit<ParameterDefinition, 'name' | 'required'>> = z
  .lazy(() =>
    z.object({ ...shape, items: Inner.optional(), properties: z.record(z.string(), Inner).optional() }),
  )
  .meta({ id: 'CustomToolShape' })
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
    action_name: skill.functionName,
    name,
    description,
    category: category ?? 'general',
    is_enabled: skill.isEnabled,
  }
}

async function describe(
  transaction: Transaction,
  integration: { readonly id: string; readonly name: string },
  principal: Principal,
) {
  const slots = await listEnvironments(transaction, integration.id)
  const slot = slots.find((each) => isToldOf(principal, each))
  const config = {
    name: integration.name,
    base_url: slot?.baseUrl ?? '',
    auth_type: slot?.authMethod ?? 'none',
  }
  return { id: integration.id, config }
}

interface Configuration {
  readonly agentId: string
  readonly settings: z.output<typeof Configure>
  readonly signal: AbortSignal
}

async function configure(
  services: Needs<'config' | 'egress' | 'packs' | 'publicUrl' | 'runCaches' | 'store'>,
  principal: Principal,
  { agentId, settings, signal }: Configuration,
) {
  const { organizationId } = principal
  const { name, description, base_url: baseUrl, auth_type: authType, auth_config: credentials } = settings
  await services.store.run(organizationId, (transaction) => requireAgent(transaction, agentId))
  const kind = slugOf(name).slice(0, 60)
  const environments = { production: { baseUrl } }
  const registration = { kind, name, description, type: 'custom-http', environments }
  const { integration } = await registerIntegration(services, principal, registration)
  try {
    const { test_endpoint: testEndpoint } = settings
    const verification = testEndpoint === undefined ? undefined : { testEndpoint, signal }
    const slot = { kind, environment: 'production', authType, credentials, verification } as const
    await connectIntegration(services, principal, slot)
  } catch (error) {
    // A credential that does not fit leaves nothing behind, so that the same name can be tried again.
    await removeIntegration(services, principal, kind)
    throw error
  }
  return services.store.run(organizationId, (transaction) => describe(transaction, integration, principal))
}

export const customApiUseCases = {
  list: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'List the custom APIs that the agent can use',
    takes: { subject: AgentParams },
    output: z.array(Configured),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        await requireAgent(transaction, subject.agentId)
        const data = []
        for (const integration of await listIntegrations(transaction)) {
          if (isAuthored(integration.type)) data.push(await describe(transaction, integration, principal))
        }
        return { message, data }
      }),
  }),

  configure: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.registered', 'integration.edited', 'integration.connected'] },
    environment: 'every',
    tag,
    summary: 'Register and connect a custom API',
    takes: { subject: AgentParams, content: Configure },
    example: { name: 'Weather', base_url: 'https://api.weather.example' },
    output: Configured,
    errors: [
      'not_found',
      'duplicate_name',
      'integration_limit_reached',
      'egress_blocked',
      'integration_connection_failed',
    ],
    run: async (
      { subject, content },
      {
        principal,
        signal,
        services,
      }: Context<Needs<'config' | 'egress' | 'packs' | 'publicUrl' | 'runCaches' | 'store'>>,
    ) => {
      const { agentId } = subject
      const data = await configure(services, principal, { agentId, settings: content, signal })
      return { message, data }
    },
  }),

  remove: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.removed'] },
    environment: 'every',
    tag,
    summary: 'Remove a custom API that no agent uses',
    takes: { subject: Place },
    output: Deleted,
    errors: ['not_found', 'integration_in_use'],
    run: async ({ subject }, { principal, services }: Context<Needs<'egress' | 'runCaches' | 'store'>>) => {
      const { kind } = await services.store.run(principal.organizationId, (transaction) =>
        requireCustom(transaction, subject),
      )
      await removeIntegration(services, principal, kind)
      return { message, data: deleted }
    },
  }),

  listTools: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'List the tools that the agent has of a custom API',
    takes: { subject: Place },
    output: z.array(Tool),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => ({
        message,
        data: (await listTools(transaction, subject)).map(toTool),
      })),
  }),

  createTool: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.created'] },
    environment: 'every',
    tag,
    summary: 'Describe a call and give it to the agent, disabled',
    takes: { subject: Place, content: NewTool },
    example: { name: 'Get weather', http_method: 'GET', url_template: '/weather' },
    output: Tool,
    outcome: 'created',
    errors: ['not_found', 'template_invalid', 'binding_invalid', 'duplicate_name'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      if (Object.keys(content.auth_config).length > 0) {
        throw new PlatformError(
          'validation_error',
          'Tools use the credential of their API: leave "auth_config" out.',
        )
      }
      const { response_mapping: mapping } = content
      const tool = {
        name: content.name,
        description: content.description,
        method: content.http_method,
        urlTemplate: content.url_template,
        urlParams: content.url_params,
        bodyParams: content.body_params,
        headers: content.headers_template,
        bodyTemplate: content.body_template,
        resultPath: mapping.path,
        successMessage: mapping.success_message,
        errorMessage: mapping.error_message,
        category: content.category,
        requiresHumanApproval: content.require_human_approval,
        timeoutSeconds: content.timeout,
      }
      return { message, data: toTool(await createTool(services, principal, { ...subject, tool })) }
    },
  }),

  removeTool: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.deleted'] },
    environment: 'every',
    tag,
    summary: 'Take a tool from the agent',
    takes: { subject: Place.extend({ toolId: z.string().min(1).max(64) }) },
    output: Deleted,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'egress' | 'runCaches' | 'store'>>) => {
      await removeTool(services, principal, subject)
      return { message, data: deleted }
    },
  }),
}
