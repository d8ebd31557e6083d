import { canonicalJson, fingerprint, isJsonObject, type JsonObject, parseJson } from '@bindery/model'
import { type AgentRow, findAgentByName, listSkills, type SkillRow, type Transaction } from '@bindery/store'
import { toPlacedBinding } from '../skills/any-bindings.ts'
import { Resource } from './resource.ts'

/** An agent as it is, with its skills by function name. */
export interface KeptAgent {
  readonly row: AgentRow
  readonly skills: ReadonlyMap<string, SkillRow>
}

/** The agents of these names, as far as they are there. */
export async function loadAgents(
  transaction: Transaction,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, KeptAgent>> {
  const found = new Map<string, KeptAgent>()
  for (const name of new Set(names)) {
    const row = await findAgentByName(transaction, name)
    if (row !== undefined) found.set(name, await loadAgent(transaction, row))
  }
  return found
}

export async function loadAgent(transaction: Transaction, row: AgentRow): Promise<KeptAgent> {
  const skills = await listSkills(transaction, row.id)
  return { row, skills: new Map(skills.map((skill) => [skill.functionName, skill])) }
}

/** An agent as a file would hold it. */
export const resourceOfAgent = ({ name, description, timezone }: AgentRow): Resource =>
  Resource.parse({
    apiVersion: 'bindery/v1',
    kind: 'Agent',
    name,
    ...(description === null ? {} : { description }),
    ...(timezone === null ? {} : { timezone }),
  })

/** A skill as a file would hold its binding. */
export const resourceOfSkill = (agent: string, row: SkillRow): Resource =>
  Resource.parse({ apiVersion: 'bindery/v1', kind: 'Binding', agent, ...toPlacedBinding(row) })

/** By which it is known that somebody else has changed a resource meanwhile. */
export const hashOf = (resource: Resource): string => fingerprint(toMembers(resource))

/** A resource without where it was: that is said to the plan alone. */
export function toMembers(resource: Resource): JsonObject {
  const value = parseJson(canonicalJson(resource))
  if (!isJsonObject(value)) throw new TypeError('A resource is an object.')
  const { moved: _moved, ...members } = value
  return members
}
