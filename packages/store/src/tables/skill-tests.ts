import type { AgentId, SkillId } from '@bindery/model'
import { z } from 'zod'
import { oldestFirst } from '../keyset.ts'
import { DateRow, OrganizationIdRow, SkillIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'
import { hasId } from './conditions.ts'

export const skillTestOrigins = ['pasted', 'recorded'] as const

export const SkillTestRow = z.object({
  organizationId: OrganizationIdRow,
  id: z.string(),
  skillId: SkillIdRow,
  name: z.string(),
  origin: z.enum(skillTestOrigins),
  sealed: z.string(),
  createdBy: z.string(),
  createdAt: DateRow,
})
export type SkillTestRow = z.output<typeof SkillTestRow>
export type NewSkillTest = Readonly<Omit<SkillTestRow, 'createdAt'>>

const skillTests = new Table({ name: 'skill_tests', row: SkillTestRow })

/** False when the skill has a test of that name already. */
export const insertSkillTest = (transaction: Transaction, test: NewSkillTest): Promise<boolean> =>
  skillTests.insertNew(transaction, test, ['organizationId', 'skillId', 'name'])

/** Tests of a skill, oldest first. */
export const listSkillTests = (
  transaction: Transaction,
  skillId: SkillId,
): Promise<readonly SkillTestRow[]> => skillTests.list(transaction, { skillId }, { order: oldestFirst })

/** Tests of all skills of an agent, oldest first. */
export const listTestsOfAgent = (
  transaction: Transaction,
  agentId: AgentId,
): Promise<readonly SkillTestRow[]> => {
  const areOfAgent = transaction.raw(
    '(organization_id, skill_id) in (select organization_id, id from skills where agent_id = ?)',
    [agentId],
  )
  return skillTests.list(transaction, [{}, areOfAgent], { order: oldestFirst })
}

/** False when the skill has no such test. */
export const deleteSkillTest = (transaction: Transaction, skillId: SkillId, id: string): Promise<boolean> =>
  skillTests.delete(transaction, [{ skillId }, hasId(transaction, id)])
