import { z } from 'zod'
import { isRetentionKind, type RetentionKindName, retentionKinds } from '../retention/kinds.ts'
import { OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

const limits = new Table({
  name: 'retention_limits',
  row: z.object({ kind: z.string(), days: z.int() }),
  hidden: z.object({ organizationId: OrganizationIdRow }),
})

/** Days by kind: what the organisation set, and the standard of the rest. */
export type RetentionDays = Readonly<Record<RetentionKindName, number>>

export async function findRetentionDays(transaction: Transaction): Promise<RetentionDays> {
  const days = standardDays()
  for (const row of await limits.list(transaction, {}))
    if (isRetentionKind(row.kind)) days[row.kind] = row.days
  return days
}

/** Sets how many days a kind is kept; null for the standard. */
export async function setRetentionDays(
  transaction: Transaction,
  kind: RetentionKindName,
  days: number | null,
): Promise<void> {
  if (days === null) {
    await limits.delete(transaction, { kind })
    return
  }
  const row = { organizationId: organizationOf(transaction), kind, days }
  await limits.upsert(transaction, row, { on: ['organizationId', 'kind'], replace: ['days'] })
}

function standardDays(): Record<RetentionKindName, number> {
  const { executions, idempotencyKeys, audit, confirmations, conversations } = retentionKinds
  const { catalogs, jobs, changes, drafts, deliveries } = retentionKinds
  return {
    executions: executions.standard,
    idempotencyKeys: idempotencyKeys.standard,
    audit: audit.standard,
    confirmations: confirmations.standard,
    conversations: conversations.standard,
    catalogs: catalogs.standard,
    jobs: jobs.standard,
    changes: changes.standard,
    drafts: drafts.standard,
    deliveries: deliveries.standard,
  }
}
