import { type AgentId, type OrganizationId, type SkillId } from '@bindery/model'
import { driftImpacts } from '@bindery/model/drift'
import { z } from 'zod'
import { newestFirst, oldestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import { DateRow, JsonObjectRow, OrganizationIdRow, SkillIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import { callsIntegration } from './skills.ts'
import type { Transaction } from '../tenancy.ts'

export const driftStatuses = ['open', 'applied', 'rejected', 'acknowledged', 'past'] as const
export const renameDecisions = ['accepted', 'rejected'] as const

/** What a newer catalog means for one skill. `past` when another discovery took it back. */
export const SkillDriftRow = z.object({
  organizationId: OrganizationIdRow,
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

const drifts = new Table({ name: 'skill_drifts', row: SkillDriftRow, json: ['report', 'repair'] })

/**
 * Keeps a drift of a skill and closes its other open ones. The same drift is kept once: what was decided about it stays,
 * and what was `past` is open again.
 */
export async function keepSkillDrift(transaction: Transaction, drift: NewSkillDrift): Promise<SkillDriftRow> {
  const { skillId, fingerprint } = drift
  await closeSkillDrifts(transaction, skillId, fingerprint)
  await drifts.upsert(
    transaction,
    { ...drift, repair: drift.repair ?? null },
    {
      on: ['organizationId', 'skillId', 'fingerprint'],
      replace: ['impact', 'report', 'repair'],
      also: {
        status: transaction.raw(
          "case when skill_drifts.status = 'past' then 'open' else skill_drifts.status end",
        ),
      },
    },
  )
  const row = await drifts.find(transaction, { skillId, fingerprint })
  if (row === undefined) throw new Error('A kept drift must come back.')
  return row
}

/** The open drifts of a skill, but for one, are over: its provider is another one now. */
export async function closeSkillDrifts(
  transaction: Transaction,
  skillId: SkillId,
  except = '',
): Promise<void> {
  const isOther = transaction.raw('fingerprint <> ?', [except])
  await drifts.update(transaction, [{ skillId, status: 'open' }, isOther], { status: 'past' })
}

/** Whether a person has acknowledged a drift of a skill. */
export const isAcknowledged = async (
  transaction: Transaction,
  skillId: SkillId,
  fingerprint: string,
): Promise<boolean> =>
  (await drifts.find(transaction, { skillId, fingerprint, status: 'acknowledged' })) !== undefined

/** The newest drift of a skill that waits for a decision. */
export const findOpenDrift = (
  transaction: Transaction,
  skillId: SkillId,
): Promise<SkillDriftRow | undefined> =>
  drifts.find(transaction, { skillId, status: 'open' }, { order: newestFirst })

/** Open drifts of an integration's skills, oldest first. */
export function pageOpenDrifts(
  transaction: Transaction,
  integrationId: string,
  window: PageWindow,
): Promise<RowPage<SkillDriftRow>> {
  const isOfIntegration = transaction.raw(
    `(organization_id, skill_id) in (select organization_id, id from skills where ${callsIntegration})`,
    [integrationId, integrationId],
  )
  const list = { order: oldestFirst, total: 'counted', window } as const
  return drifts.page(transaction, [{ status: 'open' }, isOfIntegration], list)
}

/** Open drifts of an agent's skills, newest first. */
export const listDriftsOfAgent = (
  transaction: Transaction,
  agentId: AgentId,
): Promise<readonly SkillDriftRow[]> => {
  const isOfAgent = transaction.raw(
    '(organization_id, skill_id) in (select organization_id, id from skills where agent_id = ?)',
    [agentId],
  )
  return drifts.list(transaction, [{ status: 'open' }, isOfAgent], { order: newestFirst })
}

/** Those of some skills that have a drift which waits for a decision. */
export async function findDrifting(
  transaction: Transaction,
  skillIds: readonly SkillId[],
): Promise<ReadonlySet<SkillId>> {
  const isAmong = transaction.raw('skill_id = any(?::uuid[])', [[...skillIds]])
  const rows = await drifts.list(transaction, [{ status: 'open' }, isAmong])
  return new Set(rows.map(({ skillId }) => skillId))
}

/** Adds a repair to an open drift that has none. */
export async function saveDriftRepair(transaction: Transaction, id: string, repair: object): Promise<void> {
  await drifts.update(transaction, { id, status: 'open', repair: null }, { repair })
}

/** True when the drift was open: two people who decide at once do not both succeed. */
export const decideSkillDrift = (
  transaction: Transaction,
  id: string,
  { status, by }: { readonly status: 'applied' | 'rejected' | 'acknowledged'; readonly by: string },
): Promise<boolean> =>
  drifts.update(
    transaction,
    { id, status: 'open' },
    { status, decidedBy: by, decidedAt: transaction.fn.now() },
  )

const decisions = new Table({
  name: 'drift_decisions',
  row: z.object({ fingerprint: z.string(), decision: z.enum(renameDecisions) }),
  hidden: z.object({
    organizationId: OrganizationIdRow,
    integrationId: z.string(),
    decidedBy: z.string(),
    decidedAt: DateRow,
  }),
})

/** What people decided about guesses, by the fingerprint of the guess. */
export async function listRenameDecisions(
  transaction: Transaction,
  integrationId: string,
): Promise<ReadonlyMap<string, (typeof renameDecisions)[number]>> {
  const rows = await decisions.list(transaction, { integrationId })
  return new Map(rows.map((row) => [row.fingerprint, row.decision]))
}

export interface RenameDecision {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly fingerprint: string
  readonly decision: (typeof renameDecisions)[number]
  readonly by: string
}

/** The last decision counts. */
export const keepRenameDecision = (
  transaction: Transaction,
  { by, ...kept }: RenameDecision,
): Promise<void> =>
  decisions.upsert(
    transaction,
    { ...kept, decidedBy: by },
    {
      on: ['organizationId', 'integrationId', 'fingerprint'],
      replace: ['decision', 'decidedBy'],
      also: { decidedAt: transaction.fn.now() },
    },
  )
