import type { JsonObject } from '@bindery/model'
import {
  findRetentionDays,
  type RetentionDays,
  type RetentionKindName,
  retentionKindNames,
  retentionKinds,
  setRetentionDays,
} from '@bindery/store/retention'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import { type Context, useCase } from '../kernel/use-case.ts'

const KindView = z
  .object({
    kind: z.enum(retentionKindNames),
    about: z.string(),
    days: z.int().describe('Whole days of UTC; what is older goes within an hour'),
    standard: z.int().describe('What holds where nobody set anything'),
    least: z.int(),
    most: z.int(),
  })
  .meta({ id: 'RetentionKind' })

/** Days of one kind within its bounds; null for the standard. */
const daysOf = (kind: RetentionKindName) => {
  const { least, most, about } = retentionKinds[kind]
  return z.int().min(least).max(most).nullable().optional().describe(about)
}

const Changes = z.strictObject({
  executions: daysOf('executions'),
  idempotencyKeys: daysOf('idempotencyKeys'),
  audit: daysOf('audit'),
  confirmations: daysOf('confirmations'),
  conversations: daysOf('conversations'),
  catalogs: daysOf('catalogs'),
  jobs: daysOf('jobs'),
  changes: daysOf('changes'),
  drafts: daysOf('drafts'),
  deliveries: daysOf('deliveries'),
})

const viewOf = (days: RetentionDays): z.input<typeof KindView>[] =>
  retentionKindNames.map((kind) => ({ kind, ...retentionKinds[kind], days: days[kind] }))

export const retentionUseCases = {
  list: useCase({
    scope: 'keys:read',
    environment: 'none',
    tag: 'System',
    summary: 'How long the organisation keeps what happens, by kind',
    takes: {},
    output: z.array(KindView),
    run: async (_, { principal, services }: Context<Needs<'store'>>) => ({
      data: viewOf(await services.store.run(principal.organizationId, findRetentionDays)),
    }),
  }),

  change: useCase({
    scope: 'keys:write',
    environment: 'every',
    tag: 'System',
    summary: 'Set how many days a kind is kept; null sets it back to its standard',
    description:
      'What is older goes within an hour and does not come back. A used idempotency key of a write outlives its execution by a digest, so that the write is not made again; the audit log keeps a sealed checkpoint of what went.',
    audit: { leaves: ['retention.changed'], unless: 'what is asked for is so already' },
    takes: { content: Changes },
    example: { executions: 30, audit: null },
    output: z.array(KindView),
    run: async ({ content }, { principal, services }: Context<Needs<'store'>>) => {
      const { organizationId, actor } = principal
      return services.store.run(organizationId, async (transaction) => {
        const before = await findRetentionDays(transaction)
        for (const kind of retentionKindNames) {
          const days = content[kind]
          if (days !== undefined) await setRetentionDays(transaction, kind, days)
        }
        const after = await findRetentionDays(transaction)
        const detail = changesBetween(before, after)
        if (Object.keys(detail).length > 0)
          await services.store.audit.append(transaction, organizationId, {
            actor,
            action: 'retention.changed',
            subject: 'retention',
            detail,
          })
        return { data: viewOf(after) }
      })
    },
  }),
}

const changesBetween = (before: RetentionDays, after: RetentionDays): JsonObject =>
  Object.fromEntries(
    retentionKindNames
      .filter((kind) => before[kind] !== after[kind])
      .map((kind) => [kind, { from: before[kind], to: after[kind] }]),
  )
