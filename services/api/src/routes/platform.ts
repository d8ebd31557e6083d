import { PlatformError, type Secret } from '@bindery/model'
import {
  apiKeyPrefix,
  type ApiKeyRow,
  deleteApiKey,
  findApiKey,
  insertApiKey,
  listApiKeys,
  listAuditBackwards,
  makeApiKey,
  replaceApiKeyDigest,
} from '@bindery/store'
import { z } from 'zod'
import type { Principal } from '../auth/principal.ts'
import { type Route, route } from '../http/route.ts'
import { scopes } from '../http/scopes.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { pageOf } from './page.ts'
import { EnvironmentName, JsonObjectData, optionalTimestamp, PageQuery, timestamp, uuid } from './shapes.ts'

const KeyView = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.string()),
    environment: z.string().nullable(),
    expiresAt: optionalTimestamp,
    createdAt: timestamp,
    lastUsedAt: optionalTimestamp,
  })
  .meta({ id: 'ApiKey' })

const NewKeyView = z
  .object({ ...KeyView.shape, key: z.string().describe('Shown once; only a digest is kept') })
  .meta({ id: 'NewApiKey' })

const NewKey = z
  .strictObject({
    name: z.string().min(1).max(120),
    scopes: z.array(z.enum(scopes)).min(1),
    environment: EnvironmentName.optional(),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
  })
  .meta({ id: 'CreateApiKey' })

const KeyParams = z.object({ id: z.string().max(64) })
const tag = 'API keys'

const toView = (row: ApiKeyRow): z.input<typeof KeyView> => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  environment: row.environment,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
})

export function platformRoutes(services: Services): readonly Route[] {
  return [...keyRoutes(services), ...keyChangeRoutes(services), auditRoute(services)]
}

function keyRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api-keys',
      scope: 'keys:read',
      tag,
      summary: 'List API keys, without their values',
      input: { query: PageQuery },
      data: z.array(KeyView),
      shape: 'list',
      handle: async ({ query }, { principal }) =>
        services.store.run(principal.organizationId, async (transaction) => {
          const { rows, meta } = pageOf(await listApiKeys(transaction), query)
          return { data: rows.map(toView), meta }
        }),
    }),
    route({
      method: 'POST',
      path: '/api-keys',
      scope: 'keys:write',
      tag,
      summary: 'Make an API key with at most the scopes of the one that asks',
      input: { body: NewKey },
      data: NewKeyView,
      status: 201,
      errors: ['insufficient_scope'],
      handle: async ({ body }, { principal }) => {
        checkGrant(principal, body.scopes)
        const key = makeApiKey()
        const id = newId()
        const row = await services.store.run(principal.organizationId, async (transaction) => {
          await insertApiKey(transaction, {
            organizationId: principal.organizationId,
            id,
            name: body.name,
            prefix: apiKeyPrefix(key),
            digest: services.store.keyDigest.of(key),
            scopes: body.scopes,
            environment: body.environment ?? principal.environment,
            expiresAt: expiryOf(body.expiresAt, principal),
          })
          await services.store.audit.append(transaction, principal.organizationId, {
            actor: principal.actor,
            action: 'api_key.created',
            subject: id,
            detail: { name: body.name, scopes: body.scopes },
          })
          return findApiKey(transaction, id)
        })
        return { data: withValue(row, key) }
      },
    }),
  ]
}

function keyChangeRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'DELETE',
      path: '/api-keys/{id}',
      scope: 'keys:write',
      tag,
      summary: 'Revoke an API key; it stops within a second',
      input: { params: KeyParams },
      data: z.object({ revoked: z.literal(true) }),
      errors: ['not_found'],
      handle: async ({ params }, { principal }) => {
        await services.store.run(principal.organizationId, async (transaction) => {
          const isId = uuid.safeParse(params.id).success
          if (!isId || !(await deleteApiKey(transaction, params.id))) throw keyMissing(params.id)
          await services.store.audit.append(transaction, principal.organizationId, {
            actor: principal.actor,
            action: 'api_key.revoked',
            subject: params.id,
            detail: {},
          })
        })
        services.authenticator.forget()
        return { data: { revoked: true as const } }
      },
    }),
    route({
      method: 'POST',
      path: '/api-keys/{id}/rotate',
      scope: 'keys:write',
      tag,
      summary: 'Replace the value of an API key; the old value stops within a second',
      input: { params: KeyParams },
      data: NewKeyView,
      errors: ['not_found', 'insufficient_scope'],
      handle: async ({ params }, { principal }) => {
        const key = makeApiKey()
        const row = await services.store.run(principal.organizationId, async (transaction) => {
          const found = uuid.safeParse(params.id).success
            ? await findApiKey(transaction, params.id)
            : undefined
          if (found === undefined) throw keyMissing(params.id)
          checkGrant(principal, found.scopes)
          const value = { digest: services.store.keyDigest.of(key), prefix: apiKeyPrefix(key) }
          await replaceApiKeyDigest(transaction, params.id, value)
          await services.store.audit.append(transaction, principal.organizationId, {
            actor: principal.actor,
            action: 'api_key.rotated',
            subject: params.id,
            detail: {},
          })
          return findApiKey(transaction, params.id)
        })
        services.authenticator.forget()
        return { data: withValue(row, key) }
      },
    }),
  ]
}

function auditRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/audit',
    scope: 'logs:read',
    tag: 'Logs',
    summary: 'Who did what, newest first; each entry is chained to the one before it',
    input: {
      query: z.strictObject({
        before: z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number)
          .optional(),
        limit: PageQuery.shape.limit,
      }),
    },
    data: z.array(
      z.object({
        sequence: z.number(),
        at: timestamp,
        actor: z.string(),
        action: z.string(),
        subject: z.string(),
        detail: JsonObjectData,
        mac: z.string(),
      }),
    ),
    handle: async ({ query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const before = query.before ?? Number.MAX_SAFE_INTEGER
        const rows = await listAuditBackwards(transaction, { before, limit: query.limit })
        return { data: [...rows] }
      }),
  })
}

function withValue(row: ApiKeyRow | undefined, key: Secret): z.input<typeof NewKeyView> {
  if (row === undefined) throw new PlatformError('internal_error', 'The key was not stored.')
  return { ...toView(row), key: key.reveal() }
}

/** Nobody hands out more than they have. */
function checkGrant(principal: Principal, wanted: readonly string[]): void {
  const held: ReadonlySet<string> = principal.scopes
  const missing = wanted.filter((scope) => !held.has(scope))
  if (missing.length === 0) return
  throw new PlatformError(
    'insufficient_scope',
    `This API key lacks the scopes that it would hand out: ${missing.join(', ')}.`,
    {
      members: { requiredScope: missing[0] ?? null },
    },
  )
}

/** A key does not outlive the one that made it. */
function expiryOf(text: string | undefined, principal: Principal): Date | undefined {
  const wanted = text === undefined ? undefined : new Date(text)
  if (principal.expiresAt === undefined) return wanted
  if (wanted === undefined || wanted > principal.expiresAt) return principal.expiresAt
  return wanted
}

function keyMissing(id: string): PlatformError {
  return new PlatformError('not_found', `There is no API key "${id}".`)
}
