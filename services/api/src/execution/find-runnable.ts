import { type AgentId, type Guardrail, type OrganizationId, PlatformError, type Skill } from '@bindery/model'
import type { RunnableSkill } from '@bindery/runtime'
import {
  findIntegrationById,
  findSkillBlob,
  findVersion,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import { DynamicContext } from '../dynamic-context/dynamic-context.ts'
import { manifestOf } from '../agents/manifest.ts'
import { requireAgent, requireSkill } from '../skills/author-skill.ts'
import { CallerVerification } from '../verification/caller-verification.ts'
import { skillTypeOf } from '../skills/skill-view.ts'
import { readSkill } from '../skills/read-skill.ts'
import { findStaleReason } from '../drift/stale-reason.ts'

export interface RunnableQuery {
  readonly agentId: string
  readonly skillId: string
  /** `published` runs what the live version froze, `draft` what is being authored. */
  readonly version: 'published' | 'draft'
}

export interface FoundSkill {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly runnable: RunnableSkill
  /** Where the context of the agent's conversations comes from, when from anywhere. */
  readonly dynamicContext?: DynamicContext
}

/**
 * The skill to run, with what may have changed about it since it was frozen. Throws `not_found`; an agent without a
 * published version, or one that does not hold the skill, is left to the gates.
 */
export async function findRunnable(transaction: Transaction, query: RunnableQuery): Promise<FoundSkill> {
  const row = await requireSkill(transaction, query.agentId, query.skillId)
  const published = query.version === 'published' ? await publishedHash(transaction, query) : row.skill_hash
  const skillHash = published ?? row.skill_hash
  const skill = await readFrozen(transaction, skillHash, row)
  const integration = await findIntegrationById(transaction, row.integration_id)
  const stale = await findStaleReason(transaction, { skillId: row.id, skillHash, skill })
  const agent = await requireAgent(transaction, query.agentId)
  const runnable = {
    skillId: row.id,
    skill,
    skillHash,
    isEnabled: row.is_enabled,
    isPublished: published !== undefined,
    ...(stale === undefined ? {} : { stale }),
    scoping: {
      blockedObjects: integration?.blocked_objects ?? [],
      blockedFields: integration?.blocked_fields ?? [],
    },
    guardrails: agent.guardrails.filter((guardrail) => holdsFor(guardrail, skill)),
    ...stepUpOf(agent.caller_verification, skill),
  }
  const found = { organizationId: row.organization_id, agentId: row.agent_id, runnable }
  return agent.dynamic_context === null
    ? found
    : { ...found, dynamicContext: DynamicContext.parse(agent.dynamic_context) }
}

function holdsFor({ isEnabled, appliesToSkillType }: Guardrail, skill: Skill): boolean {
  return isEnabled && (appliesToSkillType === undefined || appliesToSkillType === skillTypeOf(skill.source))
}

/** A step-up is asked for by function name or by effect. */
function stepUpOf(stored: unknown, { functionName, effect }: Skill): { readonly stepUpSeconds?: number } {
  const verification = CallerVerification.safeParse(stored)
  if (!verification.success) return {}
  const { stepUpFor, stepUpTtlSeconds } = verification.data
  return stepUpFor.includes(functionName) || stepUpFor.includes(effect)
    ? { stepUpSeconds: stepUpTtlSeconds }
    : {}
}

async function publishedHash(transaction: Transaction, query: RunnableQuery): Promise<string | undefined> {
  const agent = await requireAgent(transaction, query.agentId)
  if (agent.published_version_id === null) return undefined
  const version = await findVersion(transaction, agent.id, agent.published_version_id)
  if (version === undefined) return undefined
  return manifestOf(version).skills.find((entry) => entry.skillId === query.skillId)?.skillHash
}

const frozen = new Map<string, Skill>()
const mostFrozen = 2_000

/** The same object for the same bytes, so that what the runtime prepares once per skill is prepared once. */
async function readFrozen(transaction: Transaction, hash: string, row: SkillRow): Promise<Skill> {
  const bytes = row.skill_hash === hash ? row.bytes : await findSkillBlob(transaction, hash)
  if (bytes === undefined)
    throw new PlatformError('skill_tampered', 'The bytes of the published skill are missing.')
  const key = `${row.id} ${hash} ${bytes.length}`
  const known = frozen.get(key)
  if (known !== undefined) return known
  const skill = readSkill(bytes)
  if (frozen.size >= mostFrozen) frozen.clear()
  frozen.set(key, skill)
  return skill
}
