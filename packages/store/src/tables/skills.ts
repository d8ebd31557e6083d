import { type AgentId, type OrganizationId, type SkillId } from '@bindery/model'
import { type DriftImpact, driftImpacts } from '@bindery/model/drift'
import { z } from 'zod'
import { oldestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import { AgentIdRow, DateRow, JsonObjectRow, OrganizationIdRow, SkillIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import { callersOf } from '../statements/callers-of.ts'
import { ownOrganization, type Transaction } from '../tenancy.ts'
import { isAmong } from './conditions.ts'

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
  /** Of a skill of several steps: the slugs of the other integrations that it calls. */
  stepIntegrations: z.array(z.string()),
  functionName: z.string(),
  origin: z.enum(skillOrigins),
  status: z.enum(skillStatuses),
  statusReason: z.string().nullable(),
  isEnabled: z.boolean(),
  exposure: z.enum(skillExposures),
  binding: JsonObjectRow,
  skillHash: z.string(),
  /** The project whose files it is written from. */
  managedBy: z.string().nullable(),
  revision: z.int(),
  createdAt: DateRow,
  updatedAt: DateRow,
  bytes: z.string(),
  kind: z.string(),
})
export type SkillRow = z.output<typeof SkillRow>

const skills = new Table({
  name: 'skills',
  row: SkillRow,
  json: ['binding'],
  from: `select skills.*, skill_blobs.bytes, integrations.kind from skills
    join skill_blobs on skill_blobs.organization_id = skills.organization_id and skill_blobs.hash = skills.skill_hash
    join integrations
      on integrations.organization_id = skills.organization_id and integrations.id = skills.integration_id`,
})

export interface SkillBlob {
  readonly organizationId: OrganizationId
  readonly hash: string
  readonly bytes: string
}

const blobs = new Table({
  name: 'skill_blobs',
  row: z.object({ organizationId: OrganizationIdRow, hash: z.string(), bytes: z.string() }),
})

/** Keeps the bytes of a compiled skill for ever; the same bytes are kept once. */
export async function keepSkillBlob(transaction: Transaction, blob: SkillBlob): Promise<void> {
  await blobs.insertNew(transaction, blob)
}

export async function findSkillBlob(transaction: Transaction, hash: string): Promise<string | undefined> {
  return (await blobs.find(transaction, { hash }))?.bytes
}

export interface NewSkill {
  readonly organizationId: OrganizationId
  readonly id: SkillId
  readonly agentId: AgentId
  readonly integrationId: string
  readonly stepIntegrations: readonly string[]
  readonly functionName: string
  readonly origin: (typeof skillOrigins)[number]
  readonly isEnabled: 'enabled' | 'disabled'
  readonly binding: object
  readonly skillHash: string
}

/** False when the agent has a skill of that function name already. */
export const insertSkill = (transaction: Transaction, skill: NewSkill): Promise<boolean> =>
  skills.insertNew(transaction, { ...skill, isEnabled: skill.isEnabled === 'enabled', status: 'valid' }, [
    'organizationId',
    'agentId',
    'functionName',
  ])

export interface SkillRewrite {
  readonly integrationId: string
  readonly stepIntegrations: readonly string[]
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
  { membership, isEnabled, ...skill }: SkillRewrite,
): Promise<boolean> {
  const isOfTheAgent = transaction.raw(
    `id <> ? and (organization_id, agent_id) in (select organization_id, agent_id from skills where id = ?)`,
    [id, id],
  )
  if (await skills.has(transaction, [{ functionName: skill.functionName }, isOfTheAgent])) return false
  const kept = membership === 'kept'
  await skills.change(
    transaction,
    { id },
    {
      ...skill,
      isEnabled: isEnabled === 'enabled',
      status: transaction.raw("case when ? and status = 'draft' then 'draft' else 'valid' end", [kept]),
      statusReason: transaction.raw("case when ? and status = 'draft' then status_reason end", [kept]),
    },
  )
  return true
}

export const setSkillExposure = (
  transaction: Transaction,
  id: SkillId,
  exposure: SkillExposure,
): Promise<void> => skills.change(transaction, { id }, { exposure })

/** Says which project's files a skill is written from. */
export const setSkillManager = (transaction: Transaction, id: SkillId, project: string): Promise<void> =>
  skills.change(transaction, { id }, { managedBy: project })

/** Skills that are written from the files of a project, of all agents. */
export const listManagedSkills = (transaction: Transaction, project: string): Promise<readonly SkillRow[]> =>
  skills.list(transaction, { managedBy: project }, { order: oldestFirst })

export const setSkillEnabled = (
  transaction: Transaction,
  id: SkillId,
  state: 'enabled' | 'disabled',
): Promise<void> => skills.change(transaction, { id }, { isEnabled: state === 'enabled' })

/** What a newer catalog means for the bytes of a skill: the same skill may be live in older bytes than its draft. */
export interface SkillFreshness {
  readonly organizationId: OrganizationId
  readonly skillId: SkillId
  readonly skillHash: string
  readonly staleness: { readonly impact: DriftImpact; readonly reason: string } | undefined
}

const stale = new Table({
  name: 'stale_skills',
  row: z.object({ impact: z.enum(driftImpacts), reason: z.string() }),
  hidden: z.object({ organizationId: OrganizationIdRow, skillId: SkillIdRow, skillHash: z.string() }),
})

/**
 * Marks bytes of a skill as stale or fresh; the status of the skill follows when they are the ones it has now. What is
 * unfinished stays unfinished.
 */
export async function setSkillFreshness(
  transaction: Transaction,
  { organizationId, skillId, skillHash, staleness }: SkillFreshness,
): Promise<void> {
  const isFinished = transaction.raw("status <> 'draft'")
  await skills.update(transaction, [{ id: skillId, skillHash }, isFinished], {
    status: staleness === undefined ? 'valid' : 'stale',
    statusReason: staleness?.reason ?? null,
    updatedAt: transaction.fn.now(),
  })
  if (staleness === undefined) {
    await stale.delete(transaction, { skillId, skillHash })
    return
  }
  await stale.upsert(
    transaction,
    { organizationId, skillId, skillHash, ...staleness },
    { on: ['organizationId', 'skillId', 'skillHash'], replace: ['impact', 'reason'] },
  )
}

/** Why these bytes of a skill no longer fit their provider, when they do not. */
export const findStaleness = (
  transaction: Transaction,
  skillId: SkillId,
  skillHash: string,
): Promise<{ readonly impact: DriftImpact; readonly reason: string } | undefined> =>
  stale.find(transaction, { skillId, skillHash })

export const findSkill = (
  transaction: Transaction,
  agentId: string,
  id: string,
): Promise<SkillRow | undefined> => skills.find(transaction, { agentId, id })

/** The skill of an agent with this function name; an agent has each name once. */
export const findSkillByName = (
  transaction: Transaction,
  agentId: string,
  functionName: string,
): Promise<SkillRow | undefined> => skills.find(transaction, { agentId, functionName })

export const listSkills = (transaction: Transaction, agentId: AgentId): Promise<readonly SkillRow[]> =>
  skills.list(transaction, { agentId }, { order: oldestFirst })

/** Skills of an agent whose function name holds a text, oldest first. */
export function pageSkills(
  transaction: Transaction,
  { agentId, search }: { readonly agentId: AgentId; readonly search: string },
  window: PageWindow,
): Promise<RowPage<SkillRow>> {
  const isNamed = transaction.raw('position(?::text in function_name) > 0', [search])
  return skills.page(transaction, [{ agentId }, isNamed], { order: oldestFirst, total: 'counted', window })
}

/** Of the table of skills: its first step calls an integration, or a later one does. Takes the id of the integration twice. */
export const callsIntegration = `(skills.integration_id = ?::uuid or skills.step_integrations @> array(
  select integrations.kind from integrations
    where integrations.organization_id = skills.organization_id and integrations.id = ?::uuid))`

/** Those of several steps, too, of which one calls it. */
export function listSkillsOfIntegration(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly SkillRow[]> {
  const calls = transaction.raw(
    `id in (select callers.id from integrations cross join lateral ${callersOf} as callers
       where integrations.organization_id = ${ownOrganization} and integrations.id = ?)`,
    [integrationId],
  )
  return skills.list(transaction, [{}, calls], { order: oldestFirst })
}

/** Leaves a skill out of what the agent would publish next; what is published goes on. */
export const setSkillAside = (transaction: Transaction, id: SkillId, reason: string): Promise<void> =>
  skills.change(transaction, { id }, { status: 'draft', statusReason: reason })

/** Gives up the function names of skills that get others in the same transaction. */
export async function releaseFunctionNames(transaction: Transaction, ids: readonly SkillId[]): Promise<void> {
  await skills.update(transaction, [{}, isAmong(transaction, 'id', ids)], {
    functionName: transaction.raw('id::text'),
  })
}

/** Gives a skill bytes that it had before, with the binding that they were compiled from; stale if those bytes are. */
export async function restoreSkill(
  transaction: Transaction,
  id: SkillId,
  { isEnabled, ...skill }: Omit<SkillRewrite, 'membership'>,
): Promise<void> {
  const these = `from stale_skills where stale_skills.organization_id = skills.organization_id
    and stale_skills.skill_id = skills.id and stale_skills.skill_hash = ?`
  await skills.change(
    transaction,
    { id },
    {
      ...skill,
      isEnabled: isEnabled === 'enabled',
      status: transaction.raw(`case when exists (select ${these}) then 'stale' else 'valid' end`, [
        skill.skillHash,
      ]),
      statusReason: transaction.raw(`(select reason ${these})`, [skill.skillHash]),
    },
  )
}

export async function deleteSkill(transaction: Transaction, id: SkillId): Promise<void> {
  await skills.delete(transaction, { id })
}
