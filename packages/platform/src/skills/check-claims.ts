import { type AgentId, PlatformError, type Skill } from '@bindery/model'
import { type AgentRow, findSkill, listSkills, type SkillRow, type Transaction } from '@bindery/store'
import { findLiveVersion, type LiveSkill, offeredSkills } from './live-skills.ts'
import { circumstancesOf } from './circumstances.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { readSkill } from './read-skill.ts'
import { CallerVerification } from './caller-verification.ts'
import { type ExposedClaim, exposedClaims, type ExposedSkill } from './exposed-claims.ts'

/** What agents could call: what is live, or what is drafted. */
type ClaimScope = 'live' | 'draft'

/**
 * Throws `claim_exposed` when a caller could have a claim that proves them from an enabled skill that agents may call
 * without verification. Asked of the rows as they stand in the transaction, after the change that may be at fault.
 */
export async function checkClaims(
  transaction: Transaction,
  agentId: AgentId,
  scopes: readonly ClaimScope[] = ['live', 'draft'],
): Promise<void> {
  const agent = await requireAgent(transaction, agentId)
  const config = CallerVerification.safeParse(agent.callerVerification)
  if (!config.success) return
  const { verifierSkillId, requiredFields } = config.data
  const verifierRow = await findSkill(transaction, agent.id, verifierSkillId)
  if (verifierRow === undefined) return
  const verifier = readSkill(verifierRow.bytes)
  const skills: ExposedSkill[] = []
  for (const scope of scopes) skills.push(...(await exposedSkills(transaction, agent, scope)))
  const exposed = exposedClaims({ verifier, requiredFields, skills })
  if (exposed.length > 0) throw claimExposed(exposed)
}

async function exposedSkills(
  transaction: Transaction,
  agent: AgentRow,
  scope: ClaimScope,
): Promise<readonly ExposedSkill[]> {
  const skills =
    scope === 'draft' ? await draftedSkills(transaction, agent) : await liveSkills(transaction, agent)
  return skills.map(({ row, skill }) => toExposed(agent, row, skill))
}

async function draftedSkills(transaction: Transaction, agent: AgentRow): Promise<readonly LiveSkill[]> {
  const rows = await listSkills(transaction, agent.id)
  return rows
    .filter(({ exposure, isEnabled }) => isEnabled && exposure === 'agents')
    .filter(({ status }) => status !== 'draft')
    .map((row) => ({ row, skill: readSkill(row.bytes) }))
}

async function liveSkills(transaction: Transaction, agent: AgentRow): Promise<readonly LiveSkill[]> {
  const live = await findLiveVersion(transaction, agent)
  return live === undefined ? [] : offeredSkills(live)
}

const toExposed = (agent: AgentRow, row: SkillRow, skill: Skill): ExposedSkill => ({
  skillId: row.id,
  skill,
  ...circumstancesOf(agent, skill),
})

function claimExposed(exposed: readonly ExposedClaim[]): PlatformError {
  const [first] = exposed
  const told =
    first === undefined ? '' : `"${first.functionName}" tells "${first.claim}" (${first.output}) to anybody.`
  return new PlatformError(
    'claim_exposed',
    `Callers prove themselves with what they could read without proof. ${told} Take the output out, make the skill internal or disable it, put a "verify_before_disclose" guardrail before it, or require another claim.`,
    { members: { exposed: exposed.map((claim) => ({ ...claim })) } },
  )
}
