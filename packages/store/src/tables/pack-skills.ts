import type { AgentId, OrganizationId, SkillId } from '@bindery/model'
import { z } from 'zod'
import { DateRow, JsonObjectRow, parseRows, SkillIdRow, toJsonb } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

/** Where a skill came from: `base` is the preset's binding as it was installed, before config was filled in. */
export const PackSkillRow = z.object({
  skillId: SkillIdRow,
  integrationId: z.string(),
  pack: z.string(),
  version: z.string(),
  preset: z.string(),
  base: JsonObjectRow,
  config: z.record(z.string(), z.string()),
  installedAt: DateRow,
  updatedAt: DateRow,
})
export type PackSkillRow = z.output<typeof PackSkillRow>

export interface NewPackSkill {
  readonly organizationId: OrganizationId
  readonly skillId: SkillId
  readonly agentId: AgentId
  readonly integrationId: string
  readonly pack: string
  readonly version: string
  readonly preset: string
  readonly base: object
  readonly config: Readonly<Record<string, string>>
}

export async function insertPackSkill(transaction: Transaction, skill: NewPackSkill): Promise<void> {
  await transaction.raw(
    `insert into pack_skills (organization_id, skill_id, agent_id, integration_id, pack, version, preset, base, config)
     values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)`,
    [
      skill.organizationId,
      skill.skillId,
      skill.agentId,
      skill.integrationId,
      skill.pack,
      skill.version,
      skill.preset,
      toJsonb(skill.base),
      toJsonb(skill.config),
    ],
  )
}

/** What a skill now counts as having been installed from. */
export async function updatePackSkill(
  transaction: Transaction,
  skillId: SkillId,
  change: Pick<NewPackSkill, 'version' | 'base' | 'config'>,
): Promise<void> {
  await transaction.raw(
    `update pack_skills set version = ?, base = ?::jsonb, config = ?::jsonb, updated_at = now() where skill_id = ?`,
    [change.version, toJsonb(change.base), toJsonb(change.config), skillId],
  )
}

/** What an agent has of the packs of an integration, oldest first. */
export async function listPackSkills(
  transaction: Transaction,
  place: { readonly agentId: AgentId; readonly integrationId: string },
): Promise<readonly PackSkillRow[]> {
  const result: unknown = await transaction.raw(
    'select * from pack_skills where agent_id = ? and integration_id = ? order by installed_at, preset',
    [place.agentId, place.integrationId],
  )
  return parseRows(PackSkillRow, result)
}
