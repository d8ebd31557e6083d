import { driftImpacts, type OrganizationId, type SkillId } from '@bindery/model'
import { z } from 'zod'
import { DateRow, hasRow, JsonObjectRow, parseFirstRow, parseRows, SkillIdRow, toJsonb } from '../rows.ts'
import { oldestFirst, type PageWindow, readPage, type RowPage } from '../keyset.ts'
import type { Transaction } from '../tenancy.ts'

export const driftStatuses = ['open', 'applied', 'rejected', 'acknowledged', 'past'] as const
export const renameDecisions = ['accepted', 'rejected'] as const

/** What a newer catalog means for one skill. `past` when another discovery took it back. */
export const SkillDriftRow = z.object({
  id: z.string(),
  skillId: SkillIdRow,
  fingerprint: z.string(),
  impact: z.enum(driftImpacts),
  report: JsonObjectRow,
  repair: JsonObjectRow.nullable(),
  status: z.enum(driftStatuses),
  decidedBy: z.string().nullable(),
  decidedAt: DateRow.nullable(),
  createdAt: DateRow,
})
export type SkillDriftRow = z.output<typeof SkillDriftRow>

export interface NewSkillDrift {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly skillId: SkillId
  readonly fingerprint: string
  readonly impact: SkillDriftRow['impact']
  readonly report: object
  readonly repair: object | undefined
}

/**
 * Keeps a drift of a skill and closes its other open ones. The same drift is kept once: what was decided about it stays,
 * and what was `past` is open again.
 */
export async function keepSkillDrift(transaction: Transaction, drift: NewSkillDrift): Promise<SkillDriftRow> {
  await closeSkillDrifts(transaction, drift.skillId, drift.fingerprint)
  const result: unknown = await transaction.raw(
    `insert into skill_drifts (organization_id, id, skill_id, fingerprint, impact, report, repair)
     values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
     on conflict (organization_id, skill_id, fingerprint) do update
       set impact = excluded.impact, report = excluded.report, repair = excluded.repair,
           status = case when skill_drifts.status = 'past' then 'open' else skill_drifts.status end
     returning *`,
    [
      drift.organizationId,
      drift.id,
      drift.skillId,
      drift.fingerprint,
      drift.impact,
      toJsonb(drift.report),
      drift.repair === undefined ? null : toJsonb(drift.repair),
    ],
  )
  const row = parseFirstRow(SkillDriftRow, result)
  if (row === undefined) throw new Error('A kept drift must come back.')
  return row
}

/** The open drifts of a skill, but for one, are over: its provider is another one now. */
export async function closeSkillDrifts(
  transaction: Transaction,
  skillId: SkillId,
  except = '',
): Promise<void> {
  await transaction.raw(
    `update skill_drifts set status = 'past' where skill_id = ? and status = 'open' and fingerprint <> ?`,
    [skillId, except],
  )
}

/** The newest drift of a skill that waits for a decision. */
export async function findOpenDrift(
  transaction: Transaction,
  skillId: SkillId,
): Promise<SkillDriftRow | undefined> {
  const result: unknown = await transaction.raw(
    `select * from skill_drifts where skill_id = ? and status = 'open' order by created_at desc, id limit 1`,
    [skillId],
  )
  return parseFirstRow(SkillDriftRow, result)
}

/** Open drifts of an integration's skills, oldest first. */
export function listOpenDrifts(
  transaction: Transaction,
  integrationId: string,
  window: PageWindow,
): Promise<RowPage<SkillDriftRow>> {
  const rows = transaction.raw(
    `select skill_drifts.* from skill_drifts
     join skills on skills.organization_id = skill_drifts.organization_id and skills.id = skill_drifts.skill_id
     where skills.integration_id = ? and skill_drifts.status = 'open'`,
    [integrationId],
  )
  return readPage(
    transaction,
    { rows, parse: (row) => SkillDriftRow.parse(row), order: oldestFirst, total: 'counted' },
    window,
  )
}

/** Adds a repair to an open drift that has none. */
export async function saveDriftRepair(transaction: Transaction, id: string, repair: object): Promise<void> {
  await transaction.raw(
    `update skill_drifts set repair = ?::jsonb where id = ? and status = 'open' and repair is null`,
    [toJsonb(repair), id],
  )
}

/** True when the drift was open: two people who decide at once do not both succeed. */
export async function decideSkillDrift(
  transaction: Transaction,
  id: string,
  decision: { readonly status: 'applied' | 'rejected' | 'acknowledged'; readonly by: string },
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `update skill_drifts set status = ?, decided_by = ?, decided_at = now()
     where id = ? and status = 'open' returning id`,
    [decision.status, decision.by, id],
  )
  return hasRow(result)
}

const DecisionRow = z.object({ fingerprint: z.string(), decision: z.enum(renameDecisions) })

/** What people decided about guesses, by the fingerprint of the guess. */
export async function listRenameDecisions(
  transaction: Transaction,
  integrationId: string,
): Promise<ReadonlyMap<string, (typeof renameDecisions)[number]>> {
  const result: unknown = await transaction.raw(
    'select fingerprint, decision from drift_decisions where integration_id = ?',
    [integrationId],
  )
  return new Map(parseRows(DecisionRow, result).map((row) => [row.fingerprint, row.decision]))
}

export interface RenameDecision {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly fingerprint: string
  readonly decision: (typeof renameDecisions)[number]
  readonly by: string
}

/** The last decision counts. */
export async function keepRenameDecision(transaction: Transaction, kept: RenameDecision): Promise<void> {
  await transaction.raw(
    `insert into drift_decisions (organization_id, integration_id, fingerprint, decision, decided_by)
     values (?, ?, ?, ?, ?)
     on conflict (organization_id, integration_id, fingerprint) do update
       set decision = excluded.decision, decided_by = excluded.decided_by, decided_at = now()`,
    [kept.organizationId, kept.integrationId, kept.fingerprint, kept.decision, kept.by],
  )
}
