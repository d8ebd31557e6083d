import { toolDefinition } from '@bindery/compiler'
import type { JsonObject, Skill } from '@bindery/model'
import { findSkillBlob, findVersion, listSkills, type Transaction } from '@bindery/store'
import { manifestOf } from '../agents/manifest.ts'
import type { Principal } from '../auth/principal.ts'
import type { Services } from '../services.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { readSkill } from '../skills/read-skill.ts'

/** A published, enabled skill as the tool that a client sees. */
export interface PublishedTool {
  readonly name: string
  readonly skillId: string
  readonly skill: Skill
  /** Approved by a person with the skill: nothing of it is read from the provider when it is served. */
  readonly definition: JsonObject
}

/** What an agent offers over MCP. */
export interface Toolset {
  readonly agentId: string
  readonly agentName: string
  readonly status: 'published' | 'never_published'
  /** In the order of the published version. */
  readonly tools: readonly PublishedTool[]
}

/** The tools of an agent, remembered for a second. Throws `not_found`, for another organisation's agent too. */
export async function loadToolset(
  services: Services,
  { organizationId }: Principal,
  agentId: string,
): Promise<Toolset> {
  return services.toolsets.get(organizationId, agentId, () =>
    services.store.run(organizationId, (transaction) => readToolset(transaction, agentId)),
  )
}

async function readToolset(transaction: Transaction, id: string): Promise<Toolset> {
  const agent = await requireAgent(transaction, id)
  const head = { agentId: agent.id, agentName: agent.name }
  const version =
    agent.published_version_id === null
      ? undefined
      : await findVersion(transaction, agent.id, agent.published_version_id)
  if (version === undefined) return { ...head, status: 'never_published', tools: [] }
  const rows = new Map((await listSkills(transaction, agent.id)).map((row) => [String(row.id), row]))
  const tools: PublishedTool[] = []
  for (const { skillId, skillHash } of manifestOf(version).skills) {
    const row = rows.get(skillId)
    if (row?.is_enabled !== true) continue
    const bytes = row.skill_hash === skillHash ? row.bytes : await findSkillBlob(transaction, skillHash)
    if (bytes !== undefined) tools.push(toTool(skillId, readSkill(bytes)))
  }
  return { ...head, status: 'published', tools }
}

function toTool(skillId: string, skill: Skill): PublishedTool {
  return { name: skill.functionName, skillId, skill, definition: toolDefinition(skill, 'mcp') }
}
