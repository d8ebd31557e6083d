import type { Skill } from '@bindery/model'
import {
  type AgentRow,
  findAgent,
  findSkillBlob,
  listSkillsOfIntegration,
  listVersions,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import { readSkill } from '../skills/read-skill.ts'
import { manifestOf } from '../skills/manifest.ts'

/** Bytes of a skill, and where they are: a skill may be live in other bytes than its draft. */
export interface SkillUse {
  readonly agent: AgentRow
  readonly row: SkillRow
  readonly skillHash: string
  readonly skill: Skill
  /** What is being authored, and would be published next. */
  readonly inDraft: boolean
  readonly isLive: boolean
  /** Numbers of the versions that hold them, newest first. */
  readonly versions: readonly number[]
}

/** Every skill of an integration in all the bytes that its agents hold: the draft, the live version, earlier ones. */
export async function listSkillUses(
  transaction: Transaction,
  integrationId: string,
): Promise<readonly SkillUse[]> {
  const rows = await listSkillsOfIntegration(transaction, integrationId)
  const agents = new Map<string, Holdings>()
  const uses: SkillUse[] = []
  for (const row of rows) {
    const held = agents.get(row.agentId) ?? (await loadHoldings(transaction, row))
    if (held === undefined) continue
    agents.set(row.agentId, held)
    uses.push(...(await usesOf(transaction, row, held)))
  }
  return uses
}

interface Holdings {
  readonly agent: AgentRow
  /** By skill, newest version first. */
  readonly holdings: ReadonlyMap<string, readonly Holding[]>
}

interface Holding {
  readonly skillHash: string
  readonly number: number
  readonly isLive: boolean
}

async function loadHoldings(transaction: Transaction, row: SkillRow): Promise<Holdings | undefined> {
  const agent = await findAgent(transaction, row.agentId)
  if (agent === undefined) return undefined
  const holdings = new Map<string, Holding[]>()
  for (const version of await listVersions(transaction, agent.id)) {
    const isLive = version.id === agent.publishedVersionId
    for (const { skillId, skillHash } of manifestOf(version).skills) {
      const known = holdings.get(skillId) ?? []
      holdings.set(skillId, [...known, { skillHash, number: version.number, isLive }])
    }
  }
  return { agent, holdings }
}

async function usesOf(
  transaction: Transaction,
  row: SkillRow,
  { agent, holdings }: Holdings,
): Promise<readonly SkillUse[]> {
  const held = holdings.get(row.id) ?? []
  const hashes = new Set([
    ...(row.status === 'draft' ? [] : [row.skillHash]),
    ...held.map(({ skillHash }) => skillHash),
  ])
  const uses: SkillUse[] = []
  for (const skillHash of hashes) {
    const isDraft = skillHash === row.skillHash
    const bytes = isDraft ? row.bytes : await findSkillBlob(transaction, skillHash)
    if (bytes === undefined) continue
    const same = held.filter((each) => each.skillHash === skillHash)
    uses.push({
      agent,
      row,
      skillHash,
      skill: readSkill(bytes),
      inDraft: isDraft && row.status !== 'draft',
      isLive: same.some(({ isLive }) => isLive),
      versions: same.map(({ number }) => number),
    })
  }
  return uses
}
