import { findAgent, listManagedSkills, type SkillRow, type Transaction } from '@bindery/store'
import { hashOf, resourceOfSkill } from './kept-resources.ts'
import type { Change, Project } from './plan-changes.ts'
import { addressOfBinding } from './resource.ts'

/** A skill that the files of its project do not hold any more. */
export interface Removal {
  readonly address: string
  readonly skill: SkillRow
  readonly base: string
}

/** What a project asks to be taken away: skills that are written from its files, and from none that it holds now. */
export async function planRemovals(
  transaction: Transaction,
  project: Project | undefined,
  changes: readonly Change[],
): Promise<readonly Removal[]> {
  if (project === undefined || !project.prune) return []
  const held = new Set(changes.flatMap(({ skill }) => (skill === undefined ? [] : [skill.id])))
  const managed = await listManagedSkills(transaction, project.name)
  const removals: Removal[] = []
  for (const skill of managed.filter(({ id }) => !held.has(id))) {
    const agent = await findAgent(transaction, skill.agentId)
    if (agent === undefined) continue
    const base = hashOf(resourceOfSkill(agent.name, skill))
    removals.push({ address: addressOfBinding(agent.name, skill.functionName), skill, base })
  }
  return removals
}
