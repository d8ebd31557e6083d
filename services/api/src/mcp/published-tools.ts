import { toolDefinition } from '@bindery/compiler'
import type { Transaction } from '@bindery/store'
import type { Services } from '../services.ts'
import { type ClaimsForm, toClaimsForm } from './claims-form.ts'
import { withSkillId } from '@bindery/platform/skills'
import {
  CallerVerification,
  findLiveSkill,
  findLiveVersion,
  type LiveSkill,
  type LiveVersion,
  offeredSkills,
} from '@bindery/platform/skills'
import { type Principal, requireAgent } from '@bindery/platform/kernel'
import type { PublishedTool, Toolset } from './toolset.ts'

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
  const live = await findLiveVersion(transaction, agent)
  if (live === undefined) return { ...head, status: 'never_published', tools: [] }
  const tools = (await offeredSkills(live)).map(toTool)
  const claims = await readClaims(live, agent.caller_verification)
  return { ...head, status: 'published', tools, ...(claims === undefined ? {} : { claims }) }
}

/** What callers are asked for; the skill that verifies them need be no tool itself. */
async function readClaims(live: LiveVersion, stored: unknown): Promise<ClaimsForm | undefined> {
  const verification = CallerVerification.safeParse(stored)
  if (!verification.success) return undefined
  const verifier = await findLiveSkill(live, verification.data.verifierSkillId)
  return verifier === undefined ? undefined : toClaimsForm(verification.data, verifier.skill)
}

function toTool({ row, skill }: LiveSkill): PublishedTool {
  const skillId = String(row.id)
  const told = toolDefinition(skill, 'mcp')
  const definition = withSkillId(told, { format: 'mcp', skillId })
  return { name: skill.functionName, skillId, skill, definition }
}
