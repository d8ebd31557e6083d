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
  createdAt: DateRow,
})
export type ExecutionRow = z.output<typeof ExecutionRow>

const executions = new Table({ name: 'executions', row: ExecutionRow })

export interface ExecutionFilter {
  readonly agentId?: string | undefined
  readonly skillId?: string | undefined
  readonly status?: string | undefined
  /** Runs that have not ended are left out with it: their record comes at the end. */
  readonly environment?: string | undefined
}

/** Newest first. */
export function listExecutions(
  transaction: Transaction,
  { agentId, skillId, status, environment }: ExecutionFilter,
  window: PageWindow,
): Promise<RowPage<ExecutionRow>> {
  const filter = {
    ...(agentId === undefined ? {} : { agentId }),
    ...(skillId === undefined ? {} : { skillId }),
    ...(status === undefined ? {} : { status }),
  }
  const isOfEnvironment = transaction.raw("(?::text is null or record->>'environment' = ?::text)", [
    environment ?? null,
    environment ?? null,
  ])
  const list = { order: newestFirst, total: 'left out', window } as const
  return executions.page(transaction, [filter, isOfEnvironment], list)
}

export const findExecution = (transaction: Transaction, id: string): Promise<ExecutionRow | undefined> =>
  executions.find(transaction, { id })
