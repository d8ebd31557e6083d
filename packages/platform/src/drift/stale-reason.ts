import { isWrite, type Skill, type SkillId } from '@bindery/model'
import { findStaleness, type Transaction } from '@bindery/store'

export interface StaleQuery {
  readonly skillId: SkillId
  readonly skillHash: string
  readonly skill: Skill
}

/**
 * Why these bytes of a skill must not run: after a change that is a matter of security none do; after a breaking one writes
 * stop at once, and reads go on until a person decides.
 */
export async function findStaleReason(
  transaction: Transaction,
  { skillId, skillHash, skill }: StaleQuery,
): Promise<string | undefined> {
  const staleness = await findStaleness(transaction, skillId, skillHash)
  if (staleness === undefined) return undefined
  return staleness.impact === 'security' || isWrite(skill.effect) ? staleness.reason : undefined
}
