import { listAuditBackwards } from '@bindery/store'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import { JsonObjectData, PageQuery, timestamp } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'

export const auditUseCases = {
  verify: useCase({
    scope: 'logs:read',
    environment: 'every',
    tag: 'Logs',
    summary:
      'Recompute the chain of the audit log: whether any entry was edited, removed or moved, and where',
    takes: {},
    output: z.discriminatedUnion('status', [
      z.object({ status: z.literal('intact'), entries: z.int().describe('How many were checked') }),
      z.object({
        status: z.literal('broken'),
        firstBroken: z.int().describe('Sequence of the first entry that is not what was written'),
      }),
    ]),
    run: async (_, { principal: { organizationId }, services }: Context<Needs<'store'>>) =>
      services.store.run(organizationId, async (transaction) => ({
        data: await services.store.audit.verify(transaction, organizationId),
      })),
  }),

  read: useCase({
    scope: 'logs:read',
    environment: 'every',
    tag: 'Logs',
    summary: 'Who did what, newest first; each entry is chained to the one before it',
    takes: {
      options: z.strictObject({
        before: z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number)
          .optional(),
        limit: PageQuery.shape.limit,
      }),
    },
    output: z.array(
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
    run: async ({ options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const before = options.before ?? Number.MAX_SAFE_INTEGER
        const rows = await listAuditBackwards(transaction, { before, limit: options.limit })
        return { data: [...rows] }
      }),
  }),
}
