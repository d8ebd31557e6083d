import { listEnvironments, listIntegrations } from '@bindery/store'
import { isAuthored } from '@bindery/sources'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import { connectIntegration } from '../integrations/connect.ts'
import { disconnectIntegration } from '../integrations/disconnect.ts'
import { describeIntegration, IntegrationView } from '../integrations/describe-integration.ts'
import {
  type IntegrationWithSlots,
  loadIntegration,
  requireIntegration,
} from '../integrations/find-integration.ts'
import { integrationTypes, sourceOfType } from '../integrations/integration-types.ts'
import { editIntegration, registerIntegration, removeIntegration } from '../integrations/register.ts'
import { AuthoredSource, refuseDescription } from '../integrations/source.ts'
import { receiveDocument } from '../integrations/store-documents.ts'
import { testConnection } from '../integrations/test-connection.ts'
import { flowCookie } from '../oauth/callback-route.ts'
import { toRegistration } from '../packs/register-from-pack.ts'
import type { Services } from '../services.ts'
import { pageOf } from './page.ts'
import { EnvironmentName, JsonData, KindParams, PageQuery } from './shapes.ts'

const SlotInput = z
  .strictObject({
    baseUrl: z
      .string()
      .min(1)
      .max(2_000)
      .optional()
      .describe('https is meant when no scheme is written; none for databases'),
    authConnectorId: z.string().max(100).nullable().optional(),
  })
  .nullable()

const Slots = z.partialRecord(EnvironmentName, SlotInput)

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'Expected a slug: lower-case letters, digits, "-" and "_"')
  .refine((kind) => kind !== 'catalog', {
    message: 'Expected another one: this is the address of the catalog',
  })

const Register = z
  .strictObject({
    pack: z
      .string()
      .max(64)
      .optional()
      .describe('A connector pack, which says kind, name, type, address and source where the body does not'),
    variables: z
      .record(z.string(), z.string().max(200))
      .optional()
      .describe('What the address of the pack leaves open, such as the name of a shop'),
    kind: slug.optional().describe('Required without a pack'),
    name: z.string().min(1).max(120).optional().describe('Required without a pack'),
    description: z.string().max(1_000).optional(),
    type: z
      .enum(integrationTypes)
      .transform(sourceOfType)
      .optional()
      .describe('The protocol that the provider speaks; required without a pack'),
    source: AuthoredSource.optional(),
    environments: Slots.optional(),
  })
  .superRefine((body, context) => {
    if (body.pack !== undefined) return
    for (const name of ['kind', 'name', 'type'] as const) {
      if (body[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'Expected a value, or a pack' })
    }
    if (body.variables !== undefined)
      context.addIssue({ code: 'custom', path: ['variables'], message: 'Expected none without a pack' })
  })
  .meta({ id: 'RegisterIntegration' })

const Edit = z
  .strictObject({
    name: z.string().min(1).max(120).optional(),
    description: z.string().max(1_000).optional(),
    source: AuthoredSource.optional(),
    environments: Slots.optional(),
  })
  .meta({ id: 'EditIntegration' })

const Credentials = z.record(z.string(), JsonData)

const tag = 'Integrations'

function describe(services: Services, found: IntegrationWithSlots) {
  return services.store.run(found.integration.organization_id, (transaction) =>
    describeIntegration(transaction, found),
  )
}

export function integrationRoutes(services: Services): readonly Route[] {
  return [...registrationRoutes(services), ...connectionRoutes(services)]
}

function registrationRoutes(services: Services): readonly Route[] {
  return [
    listRoute(services),
    registerRoute(services),
    showRoute(services),
    editRoute(services),
    removeRoute(services),
  ]
}

function listRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations',
    scope: 'integrations:read',
    tag,
    summary: 'List the integrations of the organisation',
    input: { query: PageQuery },
    data: z.array(IntegrationView),
    shape: 'list',
    handle: async ({ query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { rows, meta } = pageOf(await listIntegrations(transaction), query)
        const data = []
        for (const integration of rows) {
          const slots = await listEnvironments(transaction, integration.id)
          data.push(await describeIntegration(transaction, { integration, slots }))
        }
        return { data, meta }
      }),
  })
}

function registerRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/integrations',
    scope: 'integrations:write',
    tag,
    summary: 'Register a provider',
    input: { body: Register },
    rawBody: 'document',
    data: IntegrationView,
    status: 201,
    description:
      'With a pack, GET /integrations/catalog lists them, nothing else is needed but what its address leaves open.',
    errors: [
      'duplicate_name',
      'pack_not_found',
      'integration_limit_reached',
      'egress_blocked',
      'document_too_large',
    ],
    handle: async ({ body }, { principal }) => ({
      data: await describe(
        services,
        await registerIntegration(services, principal, toRegistration(services, body)),
      ),
    }),
  })
}

function showRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/{kind}',
    scope: 'integrations:read',
    tag,
    summary: 'Show one integration',
    input: { params: KindParams },
    data: IntegrationView,
    errors: ['not_found'],
    handle: async ({ params }, { principal }) => ({
      data: await describe(services, await loadIntegration(services, principal.organizationId, params.kind)),
    }),
  })
}

function editRoute(services: Services): Route {
  return route({
    method: 'PATCH',
    path: '/integrations/{kind}',
    scope: 'integrations:write',
    tag,
    summary: 'Edit name, source and environment slots',
    description: 'A slot set to null is emptied. A slot that moves to another origin loses its credential.',
    input: { params: KindParams, body: Edit },
    rawBody: 'document',
    data: IntegrationView,
    errors: ['not_found', 'egress_blocked', 'document_too_large'],
    handle: async ({ params, body }, { principal }) => ({
      data: await describe(
        services,
        await editIntegration(services, principal, { kind: params.kind, change: body }),
      ),
    }),
  })
}

function removeRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: '/integrations/{kind}',
    scope: 'integrations:write',
    tag,
    summary: 'Disconnect and forget an integration',
    input: { params: KindParams },
    data: z.object({ removed: z.literal(true) }),
    errors: ['not_found', 'integration_in_use'],
    handle: async ({ params }, { principal }) => {
      await removeIntegration(services, principal, params.kind)
      return { data: { removed: true as const } }
    },
  })
}

function connectionRoutes(services: Services): readonly Route[] {
  return [uploadRoute(services), connectRoute(services), disconnectRoute(services), testRoute(services)]
}

function uploadRoute(services: Services): Route {
  return route({
    method: 'PUT',
    path: '/integrations/{kind}/source',
    scope: 'integrations:write',
    tag,
    summary: 'Upload the description as the raw body',
    description: 'JSON or YAML, streamed, up to the cap of the server. Replaces what was uploaded before.',
    input: { params: KindParams },
    rawBody: 'streamed',
    data: z.object({ bytes: z.int(), format: z.string(), detected: z.string(), hash: z.string() }),
    errors: ['not_found', 'document_too_large', 'document_unreadable'],
    handle: async ({ params }, { principal, raw }) => {
      const { organizationId } = principal
      const { id, type } = await services.store.run(organizationId, (transaction) =>
        requireIntegration(transaction, params.kind),
      )
      if (isAuthored(type)) throw refuseDescription()
      const received = await receiveDocument(services, { organizationId, integrationId: id }, raw.stream)
      return { data: { ...received, detected: type } }
    },
  })
}

function connectRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/integrations/{kind}/connect',
    scope: 'integrations:write',
    tag,
    summary: 'Give the credential of one environment, or begin to ask a person for access',
    description:
      'Answers status "connected", or the address that a person must visit. Without credentials a slot uses its auth connector.',
    input: {
      params: KindParams,
      body: z
        .strictObject({
          credentials: Credentials.optional().describe(
            'Members depend on the type; none for an open provider',
          ),
          authType: z.string().max(40).optional().describe('Needed only when the members do not tell'),
          environment: EnvironmentName.default('production'),
        })
        .prefault({}),
    },
    data: z.union([z.object({ status: z.literal('connected') }), z.object({ oauthUrl: z.string() })]),
    errors: ['not_found', 'environment_not_configured', 'egress_blocked', 'integration_not_connected'],
    handle: async ({ params, body }, { principal, raw }) => {
      // Pages of our own origin can keep a cookie; whoever else calls is a program.
      const asker = raw.headers['sec-fetch-site'] === 'same-origin' ? 'browser' : 'program'
      const input = { kind: params.kind, ...body, asker } as const
      const outcome = await connectIntegration(services, principal, input)
      if (outcome.status === 'connected') return { data: { status: outcome.status } }
      const { oauthUrl, cookie } = outcome
      if (cookie === undefined) return { data: { oauthUrl } }
      return {
        data: { oauthUrl },
        headers: { 'set-cookie': flowCookie(cookie.reveal(), services.publicUrl()) },
      }
    },
  })
}

function disconnectRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/integrations/{kind}/disconnect',
    scope: 'integrations:write',
    tag,
    summary: 'Destroy the credentials of one environment, or of all',
    description: 'The integration stays, and so does what uses it. Every server feels it within a second.',
    input: {
      params: KindParams,
      body: z.strictObject({ environment: EnvironmentName.optional() }).prefault({}),
    },
    data: IntegrationView,
    errors: ['not_found'],
    handle: async ({ params, body }, { principal }) => {
      const input = { kind: params.kind, environment: body.environment }
      return { data: await describe(services, await disconnectIntegration(services, principal, input)) }
    },
  })
}

function testRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/integrations/{kind}/test',
    scope: 'integrations:write',
    tag,
    summary: 'Check a connection step by step; stores nothing',
    input: {
      params: KindParams,
      body: z
        .strictObject({
          credentials: Credentials.optional(),
          authType: z.string().max(40).optional(),
          environment: EnvironmentName.default('development'),
          testEndpoint: z.string().min(1).max(500).optional(),
        })
        .prefault({}),
    },
    data: z.object({
      ok: z.boolean(),
      checks: z.array(z.object({ name: z.string(), ok: z.boolean(), ms: z.int(), detail: z.string() })),
    }),
    errors: ['not_found'],
    handle: async ({ params, body }, { principal, raw }) => {
      await loadIntegration(services, principal.organizationId, params.kind)
      const input = { kind: params.kind, ...body, signal: raw.signal }
      const { ok, checks } = await testConnection(services, principal.organizationId, input)
      return { data: { ok, checks: [...checks] } }
    },
  })
}
