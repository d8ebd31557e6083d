import type { OrganizationId, SkillId } from '@bindery/model'
import { z } from 'zod'
import { DateRow, parseFirstRow, parseRows, SkillIdRow } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

export const skillTestOrigins = ['pasted', 'recorded'] as const

export const SkillTestRow = z.object({
  id: z.string(),
  skillId: SkillIdRow,
  name: z.string(),
  origin: z.enum(skillTestOrigins),
  sealed: z.string(),
  createdBy: z.string(),
  createdAt: DateRow,
})
export type SkillTestRow = z.output<typeof SkillTestRow>

export interface NewSkillTest {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly skillId: SkillId
  readonly name: string
  readonly origin: SkillTestRow['origin']
  readonly sealed: string
  readonly createdBy: string
}

/** False when the skill has a test of that name already. */
export async function insertSkillTest(transaction: Transaction, test: NewSkillTest): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `insert into skill_tests (organization_id, id, skill_id, name, origin, sealed, created_by)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (organization_id, skill_id, name) do nothing returning id`,
    [test.organizationId, test.id, test.skillId, test.name, test.origin, test.sealed, test.createdBy],
  )
  return parseFirstRow(z.object({ id: z.string() }), result) !== undefined
}

/** Tests of a skill, oldest first. */
export async function listSkillTests(
  transaction: Transaction,
  skillId: SkillId,
): Promise<readonly SkillTestRow[]> {
  const result: unknown = await transaction.raw(
    'select * from skill_tests where skill_id = ? order by created_at, id',
    [skillId],
  )
  return parseRows(SkillTestRow, result)
}

/** False when the skill has no such test. */
export async function deleteSkillTest(
  transaction: Transaction,
  skillId: SkillId,
  id: string,
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    'delete from skill_tests where skill_id = ? and id::text = ? returning id',
    [skillId, id],
  )
  return parseFirstRow(z.object({ id: z.string() }), result) !== undefined
}
