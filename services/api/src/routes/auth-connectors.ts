import { environments, objectFrom } from '@bindery/model'
import { listAuthConnectors } from '@bindery/store'
import { z } from 'zod'
import { toCamelCase } from '../auth-connectors/connector-members.ts'
import {
  createConnector,
  editConnector,
  type FoundConnector,
  loadConnector,
  removeConnector,
} from '../auth-connectors/manage-connectors.ts'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { pageOf } from './page.ts'
import { EnvironmentName, JsonData, JsonObjectData, PageQuery, timestamp } from './shapes.ts'

const tag = 'Auth connectors'

const ConnectorView = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    environments: z.partialRecord(
      z.enum(environments),
      z.object({
        settings: JsonObjectData.describe('Members that are no secret'),
        secretRefs: z.record(z.string(), z.string()).describe('Ids of secrets by member'),
        given: z.array(z.string()).describe('Members with a value of their own, which is never shown'),
      }),
    ),
    usedBy: z.array(z.object({ kind: z.string(), environment: z.enum(environments) })),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'AuthConnector' })

const Slot = z
  .object({
    secretRefs: z
      .record(z.string().min(1).max(60), z.string().max(64).nullable())
      .optional()
      .describe('Ids of secrets by the member that each of them gives; null takes one away'),
  })
  .catchall(JsonData)
  .nullable()
  .describe('Members of the credential, such as tokenUrl and scopes; null empties the environment')

const Slots = z.partialRecord(EnvironmentName, Slot)
const name = z.string().min(1).max(120)
const Params = z.object({ id: z.string().min(1).max(64) })

function toView({ row, slots, uses }: FoundConnector): z.input<typeof ConnectorView> {
  const shown = slots.map((slot) => {
    const settings = Object.entries(slot.settings).map(
      ([member, value]) => [toCamelCase(member), value] as const,
    )
    return [
      slot.environment,
      { settings: objectFrom(settings), secretRefs: slot.references, given: [...slot.given] },
    ] as const
  })
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    environments: Object.fromEntries(shown),
    usedBy: uses.map(({ kind, environment }) => ({ kind, environment })),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function authConnectorRoutes(services: Services): readonly Route[] {
  return [
    listRoute(services),
    createRoute(services),
    showRoute(services),
    editRoute(services),
    removeRoute(services),
  ]
}

function listRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/auth-connectors',
    scope: 'secrets:read',
    tag,
    summary: 'List auth connectors',
    input: { query: PageQuery },
    data: z.array(ConnectorView),
    shape: 'list',
    handle: async ({ query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { rows, meta } = pageOf(await listAuthConnectors(transaction), query)
        const data = []
        for (const { id } of rows) data.push(toView(await loadConnector(transaction, id)))
        return { data, meta }
      }),
  })
}

function createRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/auth-connectors',
    scope: 'secrets:write',
    tag,
    summary: 'Describe a credential that integrations share',
    input: {
      body: z.strictObject({ name, type: z.string().min(1).max(60), environments: Slots.default({}) }),
    },
    data: ConnectorView,
    status: 201,
    errors: ['duplicate_name', 'not_found', 'egress_blocked', 'integration_not_connected'],
    handle: async ({ body }, { principal }) => ({
      data: toView(await createConnector(services, principal, body)),
    }),
  })
}

function showRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/auth-connectors/{id}',
    scope: 'secrets:read',
    tag,
    summary: 'Show one auth connector, no value of it',
    input: { params: Params },
    data: ConnectorView,
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => ({
        data: toView(await loadConnector(transaction, params.id)),
      })),
  })
}

function editRoute(services: Services): Route {
  return route({
    method: 'PATCH',
    path: '/auth-connectors/{id}',
    scope: 'secrets:write',
    tag,
    summary: 'Edit name and environments',
    description:
      'Members that are absent or blank stay as they are; null takes a member or an environment away.',
    input: {
      params: Params,
      body: z.strictObject({ name: name.optional(), environments: Slots.default({}) }),
    },
    data: ConnectorView,
    errors: ['not_found', 'duplicate_name', 'egress_blocked', 'integration_not_connected'],
    handle: async ({ params, body }, { principal }) => {
      const edit = { id: params.id, name: body.name, environments: body.environments }
      return { data: toView(await editConnector(services, principal, edit)) }
    },
  })
}

function removeRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: '/auth-connectors/{id}',
    scope: 'secrets:write',
    tag,
    summary: 'Destroy an auth connector that no integration uses',
    input: { params: Params },
    data: z.object({ deleted: z.literal(true) }),
    errors: ['not_found', 'integration_in_use'],
    handle: async ({ params }, { principal }) => {
      await removeConnector(services, principal, params.id)
      return { data: { deleted: true as const } }
    },
  })
}
