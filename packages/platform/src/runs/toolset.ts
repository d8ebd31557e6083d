import type { Skill } from '@bindery/model'
import type { Transaction } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import type { RunCache } from '../kernel/run-cache.ts'
import { CallerVerification } from '../skills/caller-verification.ts'
import { findLiveSkill, findLiveVersion, type LiveVersion, offeredSkills } from '../skills/live-skills.ts'

/** A published, enabled skill that agents are offered. */
export interface OfferedTool {
  readonly skillId: string
  readonly skill: Skill
}

/** What an agent offers, whichever face lists it. */
export interface Toolset {
  readonly agentId: string
  readonly agentName: string
  readonly status: 'published' | 'never_published'
  /** In the order of the published version. */
  readonly tools: readonly OfferedTool[]
  /** How its callers are verified, when they can be, and the skill that does it, which need be no tool itself. */
  readonly verification?: { readonly settings: CallerVerification; readonly verifier: Skill }
}

/** What tool lists are remembered by. */
export interface ToolParts {
  readonly toolsets: RunCache<Toolset>
}

/**
 * What an agent offers, remembered for a second and forgotten with each change in this process. Throws `not_found`, for
 * another organisation's agent too.
 */
export async function loadToolset(
  services: Needs<'store'> & ToolParts,
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
  const offered = await offeredSkills(live)
  const tools = offered.map(({ row, skill }) => ({ skillId: String(row.id), skill }))
  const verification = await readVerification(live, agent.callerVerification)
  return { ...head, status: 'published', tools, ...(verification === undefined ? {} : { verification }) }
}

async function readVerification(live: LiveVersion, stored: unknown): Promise<Toolset['verification']> {
  const settings = CallerVerification.safeParse(stored)
  if (!settings.success) return undefined
  const verifier = await findLiveSkill(live, settings.data.verifierSkillId)
  return verifier && { settings: settings.data, verifier: verifier.skill }
}
