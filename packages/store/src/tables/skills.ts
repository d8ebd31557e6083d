import {
  type AgentId,
  type DriftImpact,
  driftImpacts,
  type OrganizationId,
  type SkillId,
} from '@bindery/model'
import { z } from 'zod'
import {
  AgentIdRow,
  DateRow,
  hasRow,
  JsonObjectRow,
  OrganizationIdRow,
  parseFirstRow,
  parseRows,
  SkillIdRow,
  toJsonb,
} from '../rows.ts'
import { oldestFirst, type PageWindow, readPage, type RowPage } from '../keyset.ts'
import type { Transaction } from '../tenancy.ts'

export const skillOrigins = ['binding', 'auto', 'pack', 'action', 'shared_action', 'mcp'] as const
/** `internal` skills serve the platform and are no tools: a verifier of callers. */
export const skillExposures = ['agents', 'internal'] as const
export type SkillExposure = (typeof skillExposures)[number]
export const skillStatuses = ['draft', 'valid', 'stale'] as const

export const SkillRow = z.object({
  organizationId: OrganizationIdRow,
  id: SkillIdRow,
  agentId: AgentIdRow,
  integrationId: z.string(),
  functionName: z.string(),
  origin: z.enum(skillOrigins),
  status: z.enum(skillStatuses),
  statusReason: z.string().nullable(),
  isEnabled: z.boolean(),
  exposure: z.enum(skillExposures),
  binding: JsonObjectRow,
  skillHash: z.string(),
  revision: z.int(),
  createdAt: DateRow,
  updatedAt: DateRow,
  bytes: z.string(),
  kind: z.string(),
})
export type SkillRow = z.output<typeof SkillRow>

const selectSkill = `
  select skills.*, skill_blobs.bytes, integrations.kind from skills
  join skill_blobs on skill_blobs.organization_id = skills.organization_id and skill_blobs.hash = skills.skill_hash
  join integrations on integrations.organization_id = skills.organization_id and integrations.id = skills.integration_id`

export interface SkillBlob {
  readonly organizationId: OrganizationId
  readonly hash: string
  readonly bytes: string
}

/** Keeps the bytes of a compiled skill for ever; the same bytes are kept once. */
export async function keepSkillBlob(transaction: Transaction, blob: SkillBlob): Promise<void> {
  await transaction.raw(
    'insert into skill_blobs (organization_id, hash, bytes) values (?, ?, ?) on conflict do nothing',
    [blob.organizationId, blob.hash, blob.bytes],
  )
}

export async function findSkillBlob(transaction: Transaction, hash: string): Promise<string | undefined> {
  const result: unknown = await transaction.raw('select bytes from skill_blobs where hash = ?', [hash])
  return parseFirstRow(z.object({ bytes: z.string() }), result)?.bytes
}

export interface NewSkill {
  readonly organizationId: OrganizationId
  readonly id: SkillId
  readonly agentId: AgentId
  readonly integrationId: string
  readonly functionName: string
  readonly origin: (typeof skillOrigins)[number]
  readonly isEnabled: 'enabled' | 'disabled'
  readonly binding: object
  readonly skillHash: string
}

/** False when the agent has a skill of that function name already. */
export async function insertSkill(transaction: Transaction, skill: NewSkill): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `insert into skills (organization_id, id, agent_id, integration_id, function_name, origin, status, is_enabled,
       binding, skill_hash)
     values (?, ?, ?, ?, ?, ?, 'valid', ?, ?::jsonb, ?)
     on conflict (organization_id, agent_id, function_name) do nothing returning id`,
    [
      skill.organizationId,
      skill.id,
      skill.agentId,
      skill.integrationId,
      skill.functionName,
      skill.origin,
      skill.isEnabled === 'enabled',
      toJsonb(skill.binding),
      skill.skillHash,
    ],
  )
  return hasRow(result)
}

export interface SkillRewrite {
  readonly functionName: string
  readonly isEnabled: 'enabled' | 'disabled'
  readonly binding: object
  readonly skillHash: string
  /** `kept` leaves a skill that was set aside where it is; otherwise it joins the draft again. */
  readonly membership?: 'kept'
}

/** Replaces what a skill is compiled from. False when another skill of the agent has the function name. */
export async function rewriteSkill(
  transaction: Transaction,
  id: SkillId,
  skill: SkillRewrite,
): Promise<boolean> {
  const taken: unknown = await transaction.raw(
    `select other.id from skills other join skills mine on mine.agent_id = other.agent_id
     where mine.id = ? and other.id <> mine.id and other.function_name = ?`,
    [id, skill.functionName],
  )
  if (hasRow(taken)) return false
  await transaction.raw(
    `update skills set function_name = ?, is_enabled = ?, binding = ?::jsonb, skill_hash = ?,
       status = case when ? and status = 'draft' then 'draft' else 'valid' end,
       status_reason = case when ? and status = 'draft' then status_reason end,
       revision = revision + 1, updated_at = now() where id = ?`,
    [
      skill.functionName,
      skill.isEnabled === 'enabled',
      toJsonb(skill.binding),
      skill.skillHash,
      skill.membership === 'kept',
      skill.membership === 'kept',
      id,
    ],
  )
  return true
}

export async function setSkillExposure(
  transaction: Transaction,
  id: SkillId,
  exposure: SkillExposure,
): Promise<void> {
  await transaction.raw(
    'update skills set exposure = ?, revision = revision + 1, updated_at = now() where id = ?',
    [exposure, id],
  )
}

export async function setSkillEnabled(
  transaction: Transaction,
  id: SkillId,
  state: 'enabled' | 'disabled',
): Promise<void> {
  await transaction.raw(
    'update skills set is_enabled = ?, revision = revision + 1, updated_at = now() where id = ?',
    [state === 'enabled', id],
  )
}

/** What a newer catalog means for the bytes of a skill: the same skill may be live in older bytes than its draft. */
export interface SkillFreshness {
  readonly organizationId: OrganizationId
  readonly skillId: SkillId
  readonly skillHash: string
  readonly staleness: { readonly impact: DriftImpact; readonly reason: string } | undefined
}

/**
 * Marks bytes of a skill as stale or fresh; the status of the skill follows when they are the ones it has now. What is
 * unfinished stays unfinished.
 */
export async function setSkillFreshness(transaction: Transaction, change: SkillFreshness): Promise<void> {
  const { organizationId, skillId, skillHash, staleness } = change
  await transaction.raw(
    `update skills set status = ?, status_reason = ?, updated_at = now()
     where id = ? and skill_hash = ? and status <> 'draft'`,
    [staleness === undefined ? 'valid' : 'stale', staleness?.reason ?? null, skillId, skillHash],
  )
  if (staleness === undefined) {
    await transaction.raw('delete from stale_skills where skill_id = ? and skill_hash = ?', [
      skillId,
      skillHash,
    ])
    return
  }
  await transaction.raw(
    `insert into stale_skills (organization_id, skill_id, skill_hash, impact, reason) values (?, ?, ?, ?, ?)
     on conflict (organization_id, skill_id, skill_hash) do update
       set impact = excluded.impact, reason = excluded.reason`,
    [organizationId, skillId, skillHash, staleness.impact, staleness.reason],
  )
}

const StaleRow = z.object({ impact: z.enum(driftImpacts), reason: z.string() })

/** Why these bytes of a skill no longer fit their provider, when they do not. */
export async function findStaleness(
  transaction: Transaction,
  skillId: SkillId,
  skillHash: string,
): Promise<z.output<typeof StaleRow> | undefined> {
  const result: unknown = await transaction.raw(
    'select impact, reason from stale_skills where skill_id = ? and skill_hash = ?',
    [skillId, skillHash],
  )
  return parseFirstRow(StaleRow, result)
}

export async function findSkill(
  transaction: Transaction,
  agentId: string,
  id: string,
): Promise<SkillRow | undefined> {
  return parseFirstRow(
    SkillRow,
    await transaction.raw(`${selectSkill} where skills.agent_id = ? and skills.id = ?`, [agentId, id]),
  )
}

/** The skill of an agent with this function name; an agent has each name once. */
export async function findSkillByName(
  transaction: Transaction,
  agentId: string,
  functionName: string,
): Promise<SkillRow | undefined> {
  return parseFirstRow(
    SkillRow,
    await transaction.raw(`${selectSkill} where skills.agent_id = ? and skills.function_name = ?`, [
      agentId,
      functionName,
    ]),
  )
}

export async function listSkills(transaction: Transaction, agentId: AgentId): Promise<readonly SkillRow[]> {
  return parseRows(
    SkillRow,
    await transaction.raw(`${selectSkill} where skills.agent_id = ? order by skills.created_at, skills.id`, [
      agentId,
    ]),
  )
}

/** Skills of an agent whose function name holds a text, oldest first. */
export function pageSkills(
  transaction: Transaction,
  filter: { readonly agentId: AgentId; readonly search: string },
  window: PageWindow,
): Promise<RowPage<SkillRow>> {
  const rows = transaction.raw(
    `${selectSkill} where skills.agent_id = ? and position(?::text in skills.function_name) > 0`,
    [filter.agentId, filter.search],
  )
  return readPage(
    transaction,
    { rows, parse: (row) => SkillRow.parse(row), order: oldestFirst, total: 'counted' },
    window,
  )
}

export async function listSkillsOfIntegration(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly SkillRow[]> {
  return parseRows(
    SkillRow,
    await transaction.raw(
      `${selectSkill} where skills.integration_id = ? order by skills.created_at, skills.id`,
      [integrationId],
    ),
  )
}

/** Leaves a skill out of what the agent would publish next; what is published goes on. */
export async function setSkillAside(transaction: Transaction, id: SkillId, reason: string): Promise<void> {
  await transaction.raw(
    `update skills set status = 'draft', status_reason = ?, revision = revision + 1, updated_at = now()
     where id = ?`,
    [reason, id],
  )
}

/** Gives up the function names of skills that get others in the same transaction. */
export async function releaseFunctionNames(transaction: Transaction, ids: readonly SkillId[]): Promise<void> {
  await transaction.raw('update skills set function_name = id::text where id::text = any(?)', [[...ids]])
}

/** Gives a skill bytes that it had before, with the binding that they were compiled from; stale if those bytes are. */
export async function restoreSkill(
  transaction: Transaction,
  id: SkillId,
  skill: Omit<SkillRewrite, 'membership'>,
): Promise<void> {
  await transaction.raw(
    `update skills set function_name = ?, is_enabled = ?, binding = ?::jsonb, skill_hash = ?,
       status = case when stale.reason is null then 'valid' else 'stale' end, status_reason = stale.reason,
       revision = revision + 1, updated_at = now()
     from (select (select reason from stale_skills where skill_id = ? and skill_hash = ?) as reason) as stale
     where id = ?`,
    [
      skill.functionName,
      skill.isEnabled === 'enabled',
      toJsonb(skill.binding),
      skill.skillHash,
      id,
      skill.skillHash,
      id,
    ],
  )
}

export async function deleteSkill(transaction: Transaction, id: SkillId): Promise<void> {
  await transaction.raw('delete from skills where id = ?', [id])
}
