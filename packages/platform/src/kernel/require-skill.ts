import { remedy } from './remedies.ts'
import { PlatformError } from '@bindery/model'
import { findAgent, findSkill, findSkillByName, type SkillRow, type Transaction } from '@bindery/store'

/** A skill of that agent, by its id or its function name; throws `not_found`, for another organisation's too. */
export async function requireSkill(
  transaction: Transaction,
  agentId: string,
  skillId: string,
): Promise<SkillRow> {
  const agent = await requireAgent(transaction, agentId)
  const row = isId(skillId)
    ? await findSkill(transaction, agent.id, skillId)
    : await findSkillByName(transaction, agent.id, skillId)
  if (row === undefined) throw skillMissing(skillId)
  return row
}

/** A skill of that agent over one provider; throws `not_found` for one over another provider too. */
export async function requireSkillOver(
  transaction: Transaction,
  { agentId, kind }: { readonly agentId: string; readonly kind: string },
  skillId: string,
): Promise<SkillRow> {
  const row = await requireSkill(transaction, agentId, skillId)
  if (row.kind !== kind) throw skillMissing(skillId)
  return row
}

export async function requireAgent(transaction: Transaction, agentId: string) {
  const agent = isId(agentId) ? await findAgent(transaction, agentId) : undefined
  if (agent !== undefined) return agent
  throw new PlatformError('not_found', `There is no agent "${agentId}".`, remedy('list_agents'))
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

export function skillMissing(skillId: string): PlatformError {
  return new PlatformError('not_found', `There is no skill "${skillId}" on this agent.`)
}
