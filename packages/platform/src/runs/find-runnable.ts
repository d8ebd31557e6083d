import {
  type AgentId,
  integrationsOf,
  type OrganizationId,
  PlatformError,
  type Scoping,
  type Skill,
} from '@bindery/model'
import type { RunnableSkill } from '@bindery/runtime'
import {
  findIntegration,
  findIntegrationById,
  findSkillBlob,
  findVersion,
  type IntegrationRow,
  type SkillExposure,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import { DynamicContext } from './dynamic-context/dynamic-context.ts'
import { type ManifestEntry, manifestOf } from '../skills/manifest.ts'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { readSkill } from '../skills/read-skill.ts'
import { findStaleReason } from '../drift/stale-reason.ts'
import { circumstancesOf } from '../skills/circumstances.ts'

export interface RunnableQuery {
  readonly agentId: string
  /** Its id, or its function name. */
  readonly skillId: string
  /** `published` runs what the live version froze, `draft` what is being authored. */
  readonly version: 'published' | 'draft'
  /** What a run began with: the facts are then of these bytes, also when others were saved or published meanwhile. */
  readonly began?: Pick<RunnableSkill, 'skill' | 'skillHash'>
}

export interface FoundSkill {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly runnable: RunnableSkill
  readonly exposure: SkillExposure
  /** Where the context of the agent's conversations comes from, when from anywhere. */
  readonly dynamicContext?: DynamicContext
}

/**
 * The skill to run, with what may have changed about it since it was frozen. Throws `not_found`; an agent without a
 * published version, or one that does not hold the skill, is left to the gates.
 */
export async function findRunnable(transaction: Transaction, query: RunnableQuery): Promise<FoundSkill> {
  const live = query.version === 'published' ? await publishedEntry(transaction, query) : undefined
  const row = await requireSkill(transaction, query.agentId, live?.skillId ?? query.skillId)
  const published = query.version === 'published' ? live?.skillHash : row.skillHash
  const skillHash = query.began?.skillHash ?? published ?? row.skillHash
  const skill = query.began?.skill ?? (await readFrozen(transaction, skillHash, row))
  const integration = await findIntegrationById(transaction, row.integrationId)
  const scopings = skill.steps === undefined ? undefined : await scopingsOf(transaction, skill)
  const stale = await findStaleReason(transaction, { skillId: row.id, skillHash, skill })
  const agent = await requireAgent(transaction, query.agentId)
  const runnable = {
    skillId: row.id,
    skill,
    skillHash,
    isEnabled: row.isEnabled,
    isPublished: published !== undefined,
    ...(query.version === 'draft' ? { isDraft: true as const } : {}),
    ...(stale === undefined ? {} : { stale }),
    scoping: scopingOf(integration),
    ...(scopings === undefined ? {} : { scopings }),
    ...circumstancesOf(agent, skill),
  }
  const found = {
    organizationId: row.organizationId,
    agentId: row.agentId,
    exposure: row.exposure,
    runnable,
  }
  return agent.dynamicContext === null
    ? found
    : { ...found, dynamicContext: DynamicContext.parse(agent.dynamicContext) }
}

const scopingOf = (integration: IntegrationRow | undefined): Scoping => ({
  blockedObjects: integration?.blockedObjects ?? [],
  blockedFields: integration?.blockedFields ?? [],
})

/** What is blocked of each provider that the steps of a skill call. */
export async function scopingsOf(
  transaction: Transaction,
  skill: Skill,
): Promise<{ readonly [integration: string]: Scoping }> {
  const found: { [integration: string]: Scoping } = {}
  for (const kind of integrationsOf(skill)) found[kind] = scopingOf(await findIntegration(transaction, kind))
  return found
}

/** By id or, as a model knows it, by the function name that the live version has. */
async function publishedEntry(
  transaction: Transaction,
  query: RunnableQuery,
): Promise<ManifestEntry | undefined> {
  const agent = await requireAgent(transaction, query.agentId)
  if (agent.publishedVersionId === null) return undefined
  const version = await findVersion(transaction, agent.id, agent.publishedVersionId)
  if (version === undefined) return undefined
  const { skills } = manifestOf(version)
  return (
    skills.find((entry) => entry.skillId === query.skillId) ??
    skills.find((entry) => entry.functionName === query.skillId)
  )
}

const frozen = new Map<string, Skill>()
const mostFrozen = 2_000

/** The same object for the same bytes, so that what the runtime prepares once per skill is prepared once. */
async function readFrozen(transaction: Transaction, hash: string, row: SkillRow): Promise<Skill> {
  const bytes = row.skillHash === hash ? row.bytes : await findSkillBlob(transaction, hash)
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
