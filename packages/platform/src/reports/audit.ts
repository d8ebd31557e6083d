import { auditActions, listAuditBackwards } from '@bindery/store'
import { z } from 'zod'
import { auditTable } from './audit-table.ts'
import type { Needs } from '../kernel/needs.ts'
import { JsonObjectData, PageQuery, TimeQuery, timestamp } from '../kernel/shapes.ts'
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
      z.object({
        status: z.literal('intact'),
        entries: z.int().describe('How many were checked'),
        removed: z
          .int()
          .describe('How many before these went by their age: a sealed checkpoint stands for them'),
      }),
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
    description:
      'With "Accept: text/csv" the whole log that fits, up to 100,000 entries, whatever "limit" says: cells that a spreadsheet would run begin with an apostrophe, and where there are more entries the last line says so.',
    takes: {
      options: z.strictObject({
        before: z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number)
          .optional(),
        limit: PageQuery.shape.limit,
        actor: z.string().max(200).optional(),
        action: z.enum(auditActions).optional(),
        subject: z.string().max(200).optional(),
        ...TimeQuery.shape,
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
    run: async ({ options }, { principal, wants, services }: Context<Needs<'store'>>) => {
      const { before = Number.MAX_SAFE_INTEGER, limit, ...filter } = options
      const { organizationId } = principal
      if (wants === 'table') {
        const file = auditTable(services, { organizationId, before, filter })
        return { file, mediaType: 'text/csv; charset=utf-8; header=present', name: 'audit.csv' }
      }
      return services.store.run(organizationId, async (transaction) => ({
        data: [...(await listAuditBackwards(transaction, { before, limit }, filter))],
      }))
    },
  }),
}
