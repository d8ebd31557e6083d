import {
  countKept,
  findRetentionDays,
  type Kept,
  type RetentionDays,
  retentionKindNames,
  type TableRetention,
  tableRetention,
} from '@bindery/store/retention'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import { timestamp } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'

const Limit = z.discriminatedUnion('keeps', [
  z.object({ keeps: z.literal('days'), kind: z.enum(retentionKindNames), days: z.int() }),
  z.object({
    keeps: z.literal('hours'),
    hours: z.int().describe('After it is of use'),
    because: z.string(),
  }),
  z.object({ keeps: z.literal('used'), because: z.string() }),
  z.object({
    keeps: z.literal('with'),
    of: z.string().describe('The table whose rows take these with them'),
  }),
  z.object({ keeps: z.literal('all'), because: z.string() }),
])

const Storage = z
  .object({
    bytes: z.int(),
    tables: z.array(
      z.object({
        table: z.string(),
        rows: z.int(),
        bytes: z.int().describe('About; without indexes and without room that is free again'),
        oldest: timestamp.nullable().describe('Null for none, and where rows have no time'),
        limit: Limit,
      }),
    ),
  })
  .meta({ id: 'Storage' })

export const storageUseCases = {
  show: useCase({
    scope: 'keys:read',
    environment: 'none',
    tag: 'System',
    summary: 'What the organisation keeps, how much of it, since when, and for how long',
    description: 'Every table, those that take the most first.',
    takes: {},
    output: Storage,
    run: async (_, { principal: { organizationId }, services }: Context<Needs<'store'>>) => {
      const days = await services.store.run(organizationId, findRetentionDays)
      const tables: z.input<typeof Storage>['tables'] = []
      for (const [table, retention] of Object.entries(tableRetention)) {
        if (retention.keeps === 'installation') continue
        const { age } = retention
        // One after the other, each by itself: the embedded database serves others in between.
        const kept = await services.store.run(organizationId, (transaction) =>
          countKept(transaction, { table, age }),
        )
        tables.push({ table, ...toView(kept), limit: limitOf(retention, days) })
      }
      const bytes = tables.reduce((sum, row) => sum + row.bytes, 0)
      return { data: { bytes, tables: tables.toSorted((one, other) => other.bytes - one.bytes) } }
    },
  }),
}

const toView = ({ rows, bytes, oldest }: Kept) => ({ rows, bytes, oldest })

function limitOf(
  retention: Exclude<TableRetention, { readonly keeps: 'installation' }>,
  days: RetentionDays,
): z.input<typeof Limit> {
  switch (retention.keeps) {
    case 'days':
      return { keeps: 'days', kind: retention.kind, days: days[retention.kind] }
    case 'hours':
      return { keeps: 'hours', hours: retention.hours, because: retention.because }
    case 'used':
    case 'all':
      return { keeps: retention.keeps, because: retention.because }
    case 'with':
      return { keeps: 'with', of: retention.of }
  }
}
