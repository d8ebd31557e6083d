import { environments } from '@bindery/model'
import { pageSecrets } from '@bindery/store'
import { z } from 'zod'
import {
  createSecret,
  editSecret,
  type FoundSecret,
  loadSecret,
  loadSecretUses,
  removeSecret,
  toReference,
} from './manage-secrets.ts'
import {
  AllowedOriginsInput,
  AllowedOriginsView,
  Deleted,
  deleted,
  optionalTimestamp,
  PageQuery,
  timestamp,
} from '../kernel/shapes.ts'
import { isToldOf, toldByEnvironment } from '../kernel/environment-rule.ts'
import { readList } from '../kernel/page.ts'
import type { Principal } from '../kernel/principal.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Secrets'

const SecretView = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.enum(['enabled', 'disabled']),
    enabled: z.boolean(),
    usageCount: z.int(),
    lastUsedAt: optionalTimestamp,
    allowedOrigins: AllowedOriginsView,
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

function toView(found: FoundSecret, principal: Principal): z.input<typeof SecretView> {
  const { row, allowedOrigins } = found
  const references = found.references.filter((reference) => isToldOf(principal, reference))
  return {
    id: row.id,
    name: row.name,
    status: row.isEnabled ? 'enabled' : 'disabled',
    enabled: row.isEnabled,
    usageCount: references.length,
    allowedOrigins: toldByEnvironment(principal, allowedOrigins),
    lastUsedAt: row.lastUsedAt,
    references: references.map(toReference),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

export const secretUseCases = {
  list: useCase({
    scope: 'secrets:read',
    environment: 'none',
    tag,
    summary: 'List secrets with where they are used',
    takes: { options: PageQuery },
    output: z.array(SecretView),
    shape: 'list',
    run: async ({ options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { rows, meta } = await readList(['secrets'], options, (window) =>
          pageSecrets(transaction, window),
        )
        const toFound = await loadSecretUses(transaction, rows)
        return { data: rows.map((row) => toView(toFound(row), principal)), meta }
      }),
  }),

  create: useCase({
    scope: 'secrets:write',
    audit: { leaves: ['secret.created'] },
    environment: 'every',
    tag,
    summary: 'Store a secret',
    takes: { content: z.strictObject({ name, value: value.min(1), enabled: z.boolean().default(true) }) },
    example: { name: 'Acme token', value: 'the token that Acme gave you' },
    output: SecretView,
    outcome: 'created',
    errors: ['duplicate_name'],
    run: async ({ content }, { principal, services }: Context<Needs<'store'>>) => ({
      data: toView(await createSecret(services, principal, content), principal),
    }),
  }),

  show: useCase({
    scope: 'secrets:read',
    environment: 'none',
    tag,
    summary: 'Show one secret, not its value',
    takes: { subject: Params },
    output: SecretView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => ({
        data: toView(await loadSecret(transaction, subject.id), principal),
      })),
  }),

  edit: useCase({
    scope: 'secrets:write',
    audit: { leaves: ['secret.changed'] },
    environment: 'every',
    tag,
    summary: 'Rename, replace or disable a secret',
    description: 'A blank value keeps the old one. What uses a disabled secret fails with a typed error.',
    takes: {
      subject: Params,
      content: z
        .strictObject({ name, value, enabled: z.boolean() })
        .partial()
        .extend({ allowedOrigins: AllowedOriginsInput }),
    },
    example: { enabled: false },
    output: SecretView,
    errors: ['not_found', 'duplicate_name'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const { name: newName, value: newValue, enabled, allowedOrigins } = content
      const edit = { id: subject.id, name: newName, value: newValue, enabled, allowedOrigins }
      return { data: toView(await editSecret(services, principal, edit), principal) }
    },
  }),

  remove: useCase({
    scope: 'secrets:write',
    audit: { leaves: ['secret.deleted'] },
    environment: 'every',
    tag,
    summary: 'Destroy a secret that nothing uses',
    takes: { subject: Params },
    output: Deleted,
    errors: ['not_found', 'secret_in_use'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      await removeSecret(services, principal, subject.id)
      return { data: deleted }
    },
  }),
}
