import { PlatformError, type Secret } from '@bindery/model'
import {
  apiKeyPrefix,
  type ApiKeyRow,
  deleteApiKey,
  deleteSessionsOfKey,
  findApiKey,
  insertApiKey,
  makeApiKey,
  pageApiKeys,
  replaceApiKeyDigest,
} from '@bindery/store'
import { z } from 'zod'
import { environmentOfKey } from '../kernel/environment-of.ts'
import {
  Deleted,
  deleted,
  EnvironmentName,
  optionalTimestamp,
  PageQuery,
  timestamp,
  uuid,
} from '../kernel/shapes.ts'
import { newId } from '../kernel/ids.ts'
import { readList } from '../kernel/page.ts'
import type { Principal } from '../kernel/principal.ts'
import { scopes } from '../kernel/scopes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

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
  expiresAt: row.expiresAt,
  createdAt: row.createdAt,
  lastUsedAt: row.lastUsedAt,
})

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

export const apiKeyUseCases = {
  list: useCase({
    scope: 'keys:read',
    environment: 'none',
    tag,
    summary: 'List API keys, without their values; a key of one environment sees those of its own',
    takes: { options: PageQuery },
    output: z.array(KeyView),
    shape: 'list',
    run: async ({ options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { environment } = principal
        const { rows, meta } = await readList(['api-keys', environment], options, (window) =>
          pageApiKeys(transaction, environment, window),
        )
        return { data: rows.map(toView), meta }
      }),
  }),

  create: useCase({
    scope: 'keys:write',
    audit: { leaves: ['api_key.created'] },
    environment: { slot: ({ content }, principal) => [content.environment ?? principal.environment] },
    tag,
    summary: 'Make an API key with at most the scopes of the one that asks',
    takes: { content: NewKey },
    example: { name: 'Front desk', scopes: ['skills:execute'], environment: 'production' },
    output: NewKeyView,
    reveals: 'a secret',
    outcome: 'created',
    errors: ['insufficient_scope'],
    run: async ({ content }, { principal, services }: Context<Needs<'store'>>) => {
      checkGrant(principal, content.scopes)
      const key = makeApiKey()
      const id = newId()
      const row = await services.store.run(principal.organizationId, async (transaction) => {
        await insertApiKey(transaction, {
          organizationId: principal.organizationId,
          id,
          name: content.name,
          prefix: apiKeyPrefix(key),
          digest: services.store.keyDigest.of(key),
          scopes: content.scopes,
          environment: content.environment ?? principal.environment,
          expiresAt: expiryOf(content.expiresAt, principal),
        })
        await services.store.audit.append(transaction, principal.organizationId, {
          actor: principal.actor,
          action: 'api_key.created',
          subject: id,
          detail: { name: content.name, scopes: content.scopes },
        })
        return findApiKey(transaction, id)
      })
      return { data: withValue(row, key) }
    },
  }),

  revoke: useCase({
    scope: 'keys:write',
    audit: { leaves: ['api_key.revoked'] },
    environment: {
      record: ({ subject }, principal, services: Needs<'store'>) =>
        environmentOfKey(services, principal, subject.id),
    },
    tag,
    summary: 'Revoke an API key; it stops within a second, and its sessions end',
    takes: { subject: KeyParams },
    output: Deleted,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'authenticator' | 'store'>>) => {
      await services.store.run(principal.organizationId, async (transaction) => {
        const isId = uuid.safeParse(subject.id).success
        if (!isId || !(await deleteApiKey(transaction, subject.id))) throw keyMissing(subject.id)
        await services.store.audit.append(transaction, principal.organizationId, {
          actor: principal.actor,
          action: 'api_key.revoked',
          subject: subject.id,
          detail: {},
        })
      })
      services.authenticator.forget()
      return { data: deleted }
    },
  }),

  rotate: useCase({
    scope: 'keys:write',
    audit: { leaves: ['api_key.rotated'] },
    environment: {
      record: ({ subject }, principal, services: Needs<'store'>) =>
        environmentOfKey(services, principal, subject.id),
    },
    tag,
    summary: 'Replace the value of an API key; the old value stops within a second, and its sessions end',
    takes: { subject: KeyParams },
    output: NewKeyView,
    reveals: 'a secret',
    errors: ['not_found', 'insufficient_scope'],
    run: async ({ subject }, { principal, services }: Context<Needs<'authenticator' | 'store'>>) => {
      const key = makeApiKey()
      const row = await services.store.run(principal.organizationId, async (transaction) => {
        const found = uuid.safeParse(subject.id).success
          ? await findApiKey(transaction, subject.id)
          : undefined
        if (found === undefined) throw keyMissing(subject.id)
        checkGrant(principal, found.scopes)
        const value = { digest: services.store.keyDigest.of(key), prefix: apiKeyPrefix(key) }
        await replaceApiKeyDigest(transaction, subject.id, value)
        // Whoever had the old value may have begun them.
        await deleteSessionsOfKey(transaction, subject.id)
        await services.store.audit.append(transaction, principal.organizationId, {
          actor: principal.actor,
          action: 'api_key.rotated',
          subject: subject.id,
          detail: {},
        })
        return findApiKey(transaction, subject.id)
      })
      services.authenticator.forget()
      return { data: withValue(row, key) }
    },
  }),
}
