import { environments } from '@bindery/model'
import { listSecretReferences, listSecrets } from '@bindery/store'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import {
  createSecret,
  editSecret,
  type FoundSecret,
  loadSecret,
  removeSecret,
  toReference,
} from '../secrets/manage-secrets.ts'
import type { Services } from '../services.ts'
import { pageOf } from './page.ts'
import { optionalTimestamp, PageQuery, timestamp } from './shapes.ts'

const tag = 'Secrets'

const SecretView = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.enum(['enabled', 'disabled']),
    enabled: z.boolean(),
    usageCount: z.int(),
    lastUsedAt: optionalTimestamp,
    references: z.array(
      z.object({
        type: z.string(),
        id: z.string(),
        name: z.string(),
        environment: z.enum(environments),
        member: z.string(),
      }),
    ),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Secret' })

const name = z.string().min(1).max(120)
const value = z.string().max(65_536).describe('Never shown again')
const Params = z.object({ id: z.string().min(1).max(64) })

function toView({ row, references }: FoundSecret): z.input<typeof SecretView> {
  return {
    id: row.id,
    name: row.name,
    status: row.is_enabled ? 'enabled' : 'disabled',
    enabled: row.is_enabled,
    usageCount: references.length,
    lastUsedAt: row.last_used_at,
    references: references.map(toReference),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function secretRoutes(services: Services): readonly Route[] {
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
    path: '/secrets',
    scope: 'secrets:read',
    tag,
    summary: 'List secrets with where they are used',
    input: { query: PageQuery },
    data: z.array(SecretView),
    shape: 'list',
    handle: async ({ query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { rows, meta } = pageOf(await listSecrets(transaction), query)
        const references = await listSecretReferences(transaction)
        const usesOf = (id: string) => references.filter((reference) => reference.secret_id === id)
        return { data: rows.map((row) => toView({ row, references: usesOf(row.id) })), meta }
      }),
  })
}

function createRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/secrets',
    scope: 'secrets:write',
    tag,
    summary: 'Store a secret',
    input: { body: z.strictObject({ name, value: value.min(1), enabled: z.boolean().default(true) }) },
    data: SecretView,
    status: 201,
    errors: ['duplicate_name'],
    handle: async ({ body }, { principal }) => ({
      data: toView(await createSecret(services, principal, body)),
    }),
  })
}

function showRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/secrets/{id}',
    scope: 'secrets:read',
    tag,
    summary: 'Show one secret, not its value',
    input: { params: Params },
    data: SecretView,
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => ({
        data: toView(await loadSecret(transaction, params.id)),
      })),
  })
}

function editRoute(services: Services): Route {
  return route({
    method: 'PATCH',
    path: '/secrets/{id}',
    scope: 'secrets:write',
    tag,
    summary: 'Rename, replace or disable a secret',
    description: 'A blank value keeps the old one. What uses a disabled secret fails with a typed error.',
    input: {
      params: Params,
      body: z.strictObject({ name, value, enabled: z.boolean() }).partial(),
    },
    data: SecretView,
    errors: ['not_found', 'duplicate_name'],
    handle: async ({ params, body }, { principal }) => {
      const edit = { id: params.id, name: body.name, value: body.value, enabled: body.enabled }
      return { data: toView(await editSecret(services, principal, edit)) }
    },
  })
}

function removeRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: '/secrets/{id}',
    scope: 'secrets:write',
    tag,
    summary: 'Destroy a secret that nothing uses',
    input: { params: Params },
    data: z.object({ deleted: z.literal(true) }),
    errors: ['not_found', 'secret_in_use'],
    handle: async ({ params }, { principal }) => {
      await removeSecret(services, principal, params.id)
      return { data: { deleted: true as const } }
    },
  })
}
