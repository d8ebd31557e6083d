import type { AgentId, SkillId } from '@bindery/model'
import { z } from 'zod'
import { AgentIdRow, DateRow, JsonObjectRow, OrganizationIdRow, SkillIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

/** Where a skill came from: `base` is the preset's binding as it was installed, before config was filled in. */
export const PackSkillRow = z.object({
  organizationId: OrganizationIdRow,
  skillId: SkillIdRow,
  agentId: AgentIdRow,
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

export type NewPackSkill = Readonly<Omit<PackSkillRow, 'base' | 'installedAt' | 'updatedAt'>> & {
  readonly base: object
}

const packSkills = new Table({ name: 'pack_skills', row: PackSkillRow, json: ['base', 'config'] })

export const insertPackSkill = (transaction: Transaction, skill: NewPackSkill): Promise<void> =>
  packSkills.insert(transaction, skill)

/** What a skill now counts as having been installed from. */
export async function updatePackSkill(
  transaction: Transaction,
  skillId: SkillId,
  { version, base, config }: Pick<NewPackSkill, 'version' | 'base' | 'config'>,
): Promise<void> {
  await packSkills.update(
    transaction,
    { skillId },
    { version, base, config, updatedAt: transaction.fn.now() },
  )
}

/** What an agent has of the packs of an integration, or of all of them, oldest first. */
export const listPackSkills = (
  transaction: Transaction,
  place: { readonly agentId: AgentId; readonly integrationId?: string },
): Promise<readonly PackSkillRow[]> =>
  packSkills.list(transaction, place, {
    order: [
      { column: 'installedAt', kind: 'time', direction: 'up' },
      { column: 'preset', kind: 'text', direction: 'up' },
    ],
  })
