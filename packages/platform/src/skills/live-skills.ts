import type { Skill } from '@bindery/model'
import {
  type AgentRow,
  findSkillBlob,
  findVersion,
  listSkills,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import { readSkill } from './read-skill.ts'
import { type ManifestEntry, manifestOf } from './manifest.ts'

/** The published version of an agent, with the rows of its skills as they are now. */
export interface LiveVersion {
  readonly transaction: Transaction
  readonly rows: ReadonlyMap<string, SkillRow>
  readonly entries: readonly ManifestEntry[]
}

/** A skill by the bytes that the version froze. */
export interface LiveSkill {
  readonly row: SkillRow
  readonly skill: Skill
}

/** Undefined for an agent that was never published. */
export async function findLiveVersion(
  transaction: Transaction,
  agent: AgentRow,
): Promise<LiveVersion | undefined> {
  const id = agent.publishedVersionId
  const version = id === null ? undefined : await findVersion(transaction, agent.id, id)
  if (version === undefined) return undefined
  const rows = new Map((await listSkills(transaction, agent.id)).map((row) => [String(row.id), row]))
  return { transaction, rows, entries: manifestOf(version).skills }
}

/** What agents are offered, in the order of the version: what is enabled now and not internal. */
export async function offeredSkills(live: LiveVersion): Promise<readonly LiveSkill[]> {
  const found: LiveSkill[] = []
  for (const { skillId } of live.entries) {
    const known = await findLiveSkill(live, skillId)
    if (known !== undefined && known.row.exposure === 'agents') found.push(known)
  }
  return found
}

/** Undefined for a skill that is switched off, gone or not in the version. */
export async function findLiveSkill(
  { transaction, rows, entries }: LiveVersion,
  skillId: string,
): Promise<LiveSkill | undefined> {
  const row = rows.get(skillId)
  const hash = entries.find((entry) => entry.skillId === skillId)?.skillHash
  if (row?.isEnabled !== true || hash === undefined) return undefined
  const bytes = row.skillHash === hash ? row.bytes : await findSkillBlob(transaction, hash)
  return bytes === undefined ? undefined : { row, skill: readSkill(bytes) }
}
