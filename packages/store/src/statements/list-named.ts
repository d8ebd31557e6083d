import { z } from 'zod'
import { AgentIdRow, parseRows, SkillIdRow } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

// Raw: rows of all agents at once, without the bytes of their skills.

const NamedSkill = z.object({
  id: SkillIdRow,
  agentId: AgentIdRow,
  agentName: z.string(),
  kind: z.string(),
  functionName: z.string(),
  toolName: z.string().nullable(),
})
type NamedSkill = z.output<typeof NamedSkill>

const NamedAgent = z.object({ id: AgentIdRow, name: z.string(), description: z.string().nullable() })
type NamedAgent = z.output<typeof NamedAgent>

/** Most rows that one search reads. */
const most = 10_000

/** The skills of all agents whose names, or those of what they belong to, hold all these words. */
export async function listNamedSkills(
  transaction: Transaction,
  words: readonly string[],
): Promise<readonly NamedSkill[]> {
  const text = `concat_ws(' ', skills.function_name, skills.binding->>'toolName', agents.name, integrations.kind,
    integrations.name)`
  const held = holdsAll(text, words)
  const result: unknown = await transaction.raw(
    `select skills.id, skills.agent_id, agents.name as agent_name, integrations.kind, skills.function_name,
       skills.binding->>'toolName' as tool_name
     from skills
       join agents on agents.organization_id = skills.organization_id and agents.id = skills.agent_id
       join integrations
         on integrations.organization_id = skills.organization_id and integrations.id = skills.integration_id
     where skills.organization_id = ? ${held.sql} order by skills.function_name, skills.id limit ${most}`,
    [organizationOf(transaction), ...held.bindings],
  )
  return parseRows(NamedSkill, result)
}

/** Agents whose names or descriptions hold all these words. */
export async function listNamedAgents(
  transaction: Transaction,
  words: readonly string[],
): Promise<readonly NamedAgent[]> {
  const held = holdsAll(`concat_ws(' ', name, description)`, words)
  const result: unknown = await transaction.raw(
    `select id, name, description from agents where organization_id = ? ${held.sql}
     order by name limit ${most}`,
    [organizationOf(transaction), ...held.bindings],
  )
  return parseRows(NamedAgent, result)
}

/**
 * A first sieve, that lets too much through rather than too little: lower case is a matter of the database's language, but for
 * the letters that all have.
 */
function holdsAll(text: string, words: readonly string[]): { sql: string; bindings: readonly string[] } {
  const plain = words.filter((word) => /^[!-~]+$/.test(word))
  return { sql: plain.map(() => `and strpos(lower(${text}), ?) > 0`).join(' '), bindings: plain }
}
