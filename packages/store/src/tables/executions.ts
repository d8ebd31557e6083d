import { type Channel, channels } from '@bindery/model'
import { z } from 'zod'
import { newestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import { DateRow, ExecutionIdRow, JsonObjectRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

export const ExecutionRow = z.object({
  id: ExecutionIdRow,
  agentId: z.string(),
  skillId: z.string(),
  status: z.string(),
  record: JsonObjectRow.nullable(),
  /** Null until a run has ended, and in older rows. */
  channel: z.enum(channels).nullable().catch(null),
  createdAt: DateRow,
})
export type ExecutionRow = z.output<typeof ExecutionRow>

const executions = new Table({ name: 'executions', row: ExecutionRow })

export interface ExecutionFilter {
  readonly agentId?: string | undefined
  readonly skillId?: string | undefined
  /** Of one of these. */
  readonly statuses?: readonly string[] | undefined
  /** Of each of these; with any, with `channel` and with `leastMs`, runs that have not ended are left out: their record comes at the end. */
  readonly environments?: readonly string[] | undefined
  readonly channel?: Channel | undefined
  readonly leastMs?: number | undefined
  /** Begun at this time or later, and before that one. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

type Narrowing = readonly [sql: string, value: string | number | Date | readonly string[]]

/** Newest first; the first page counts them, by an index that holds all that they are narrowed by. */
export function pageExecutions(
  transaction: Transaction,
  { agentId, skillId, statuses, environments = [], channel, leastMs, from, to }: ExecutionFilter,
  window: PageWindow,
): Promise<RowPage<ExecutionRow>> {
  const filter = {
    ...(agentId === undefined ? {} : { agentId }),
    ...(skillId === undefined ? {} : { skillId }),
  }
  const narrowed: readonly Narrowing[] = [
    ...environments.map((name): Narrowing => ['environment = ?', name]),
    ...(statuses === undefined ? [] : [['status = any(?::text[])', statuses] as const]),
    ...(leastMs === undefined ? [] : [['duration_ms >= ?', leastMs] as const]),
    ...(channel === undefined ? [] : [['channel = ?', channel] as const]),
    ...(from === undefined ? [] : [['created_at >= ?', from] as const]),
    ...(to === undefined ? [] : [['created_at < ?', to] as const]),
  ]
  const more = transaction.raw(
    ['true', ...narrowed.map(([sql]) => sql)].join(' and '),
    narrowed.map(([, value]) => (isList(value) ? [...value] : value)),
  )
  const total = window.after === undefined ? 'counted' : 'left out'
  const list = { order: newestFirst, total, window } as const
  return executions.page(transaction, [filter, more], list)
}

const isList = (value: Narrowing[1]): value is readonly string[] => Array.isArray(value)

export const findExecution = (transaction: Transaction, id: string): Promise<ExecutionRow | undefined> =>
  executions.find(transaction, { id })
