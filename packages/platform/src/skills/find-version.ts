import { type AgentId, PlatformError } from '@bindery/model'
import {
  type AgentRow,
  findVersion,
  listVersions,
  lockAgent,
  type Transaction,
  type VersionRow,
} from '@bindery/store'
import { requireAgent } from '../kernel/require-skill.ts'
import { manifestOf } from './manifest.ts'

/** The bytes that versions of an agent hold, by skill and hash, each with a version of it: a rollback may bring all of them back. */
export async function publishedHashes(
  transaction: Transaction,
  agentId: AgentId,
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const hashes = new Map<string, Map<string, string>>()
  for (const version of await listVersions(transaction, agentId))
    for (const { skillId, skillHash } of manifestOf(version).skills)
      hashes.set(skillId, (hashes.get(skillId) ?? new Map<string, string>()).set(skillHash, version.id))
  return hashes
}

/** The version of an agent; throws `not_found`. */
export async function requireVersion(
  transaction: Transaction,
  agentId: AgentId,
  id: string,
): Promise<VersionRow> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  const version = isId ? await findVersion(transaction, agentId, id) : undefined
  if (version !== undefined) return version
  throw new PlatformError('not_found', `The agent has no version "${id}".`)
}

/** The version that live calls run, if any. */
export async function findLiveVersion(
  transaction: Transaction,
  agent: AgentRow,
): Promise<VersionRow | undefined> {
  const { publishedVersionId: id } = agent
  return id === null ? undefined : findVersion(transaction, agent.id, id)
}

/** What somebody may have changed while another looked at it. */
export interface Revised {
  /** As a sentence calls it: `agent`. */
  readonly name: string
  readonly revision: number
}

/** Throws `conflict` when the caller has seen another revision than the current one; nothing for who names none. */
export function checkRevision({ name, revision }: Revised, ifMatch: number | undefined): void {
  if (ifMatch === undefined || ifMatch === revision) return
  throw new PlatformError(
    'conflict',
    `The ${name} was changed meanwhile: it is at revision ${revision}, you sent ${ifMatch}. Read it again.`,
    { members: { currentRevision: revision } },
  )
}

/** The hash that the live version of an agent holds of a skill. */
export async function publishedHashOf(
  transaction: Transaction,
  agent: AgentRow,
  skillId: string,
): Promise<string | undefined> {
  const version = await findLiveVersion(transaction, agent)
  if (version === undefined) return undefined
  return manifestOf(version).skills.find((entry) => entry.skillId === skillId)?.skillHash
}

/** The agent, held until the transaction ends. Throws `not_found`. */
export async function requireLocked(transaction: Transaction, agentId: string): Promise<AgentRow> {
  const { id } = await requireAgent(transaction, agentId)
  return (await lockAgent(transaction, id)) ?? (await requireAgent(transaction, agentId))
}
