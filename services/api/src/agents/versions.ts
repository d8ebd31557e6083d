import { type AgentId, fingerprint, type JsonObject, PlatformError } from '@bindery/model'
import {
  type AgentRow,
  findSkillBlob,
  findVersion,
  insertVersion,
  listSkills,
  listVersions,
  lockAgent,
  pointAgent,
  type Transaction,
  type VersionRow,
} from '@bindery/store'
import { z } from 'zod'
import type { Principal } from '../auth/principal.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import type { HappenedEvent } from '../webhooks/event-log.ts'
import { requireAgent } from '../skills/author-skill.ts'

/** What a version freezes: each skill by the hash of its bytes. Running needs nothing else. */
export const Manifest = z.object({
  skills: z.array(
    z.object({
      skillId: z.string(),
      functionName: z.string(),
      integration: z.string(),
      operation: z.string(),
      effect: z.string(),
      skillHash: z.string(),
    }),
  ),
})
export type Manifest = z.output<typeof Manifest>

export interface PublishRequest {
  readonly agentId: string
  readonly note: string | undefined
  /** Revision that the caller has seen, when they say so. */
  readonly ifMatch: number | undefined
}

export interface PublishedVersion {
  readonly version: VersionRow
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
}

/** Freezes the agent's valid skills as its next version and points live calls at it. Throws `conflict` on a stale revision. */
export async function publishAgent(
  services: Services,
  principal: Principal,
  request: PublishRequest,
): Promise<PublishedVersion> {
  const { organizationId } = principal
  return services.store.run(organizationId, async (transaction) => {
    const agent = await requireLocked(transaction, request.agentId)
    checkRevision(agent, request.ifMatch)
    const rows = await listSkills(transaction, agent.id)
    const manifest: Manifest = { skills: rows.filter((row) => row.status === 'valid').map(toManifestEntry) }
    const id = newId()
    await insertVersion(transaction, {
      organizationId,
      id,
      agentId: agent.id,
      note: request.note,
      publishedBy: principal.actor,
      hash: fingerprint(manifest),
      manifest: toJsonObject(manifest),
    })
    await pointAgent(transaction, agent.id, id)
    const version = await requireVersion(transaction, agent.id, id)
    await audit(services, transaction, { principal, action: 'agent.published', agent, version })
    await services.events.emit(transaction, organizationId, [published(agent, version)])
    const warnings = rows
      .filter((row) => row.status !== 'valid')
      .map((row) => ({
        code: 'skill_left_out',
        message: `"${row.function_name}" is ${row.status} and was left out.`,
      }))
    return { version, warnings }
  })
}

function published(agent: AgentRow, version: VersionRow): HappenedEvent {
  const data = { agentId: agent.id, versionId: version.id, number: version.number, hash: version.hash }
  return { type: 'agent.published', data }
}

/** Points live calls at an earlier version. Nothing is recompiled: the version names skills by their bytes. */
export async function rollBackAgent(
  services: Services,
  principal: Principal,
  request: { readonly agentId: string; readonly versionId: string },
): Promise<VersionRow> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const agent = await requireLocked(transaction, request.agentId)
    const version = await requireVersion(transaction, agent.id, request.versionId)
    await pointAgent(transaction, agent.id, version.id)
    await audit(services, transaction, { principal, action: 'agent.rolled_back', agent, version })
    return version
  })
}

export interface VersionChange {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
  readonly kind: 'added' | 'removed' | 'changed'
}

/** What a version changed against the one before it, or against another one. */
export async function diffVersions(
  transaction: Transaction,
  agentId: AgentId,
  versions: { readonly from: string | undefined; readonly to: string },
): Promise<readonly VersionChange[]> {
  const after = await requireVersion(transaction, agentId, versions.to)
  const before = await earlierVersion(transaction, after, versions.from)
  const old = before === undefined ? { skills: [] } : Manifest.parse(before.manifest)
  const changes: VersionChange[] = []
  const remaining = new Map(old.skills.map((entry) => [entry.skillId, entry]))
  for (const entry of Manifest.parse(after.manifest).skills) {
    const known = remaining.get(entry.skillId)
    remaining.delete(entry.skillId)
    const field = `skills.${entry.functionName}`
    if (known === undefined) changes.push({ field, before: null, after: entry.skillHash, kind: 'added' })
    else if (known.skillHash !== entry.skillHash) {
      changes.push(
        ...(await diffSkills(transaction, field, { before: known.skillHash, after: entry.skillHash })),
      )
    }
  }
  for (const entry of remaining.values()) {
    changes.push({
      field: `skills.${entry.functionName}`,
      before: entry.skillHash,
      after: null,
      kind: 'removed',
    })
  }
  return changes
}

/** Hashes of the bytes that any version of an agent holds of a skill: a rollback may bring each of them back. */
export async function publishedHashes(
  transaction: Transaction,
  agentId: AgentId,
  skillId: string,
): Promise<readonly string[]> {
  const versions = await listVersions(transaction, agentId)
  const entries = versions.flatMap((version) => Manifest.parse(version.manifest).skills)
  return [...new Set(entries.filter((entry) => entry.skillId === skillId).map((entry) => entry.skillHash))]
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

/** Throws `conflict` when the caller has seen another revision than the current one. */
export function checkRevision(agent: AgentRow, ifMatch: number | undefined): void {
  if (ifMatch === undefined || ifMatch === agent.revision) return
  throw new PlatformError(
    'conflict',
    `The agent was changed meanwhile: it is at revision ${agent.revision}, you sent ${ifMatch}. Read it again.`,
    { members: { currentRevision: agent.revision } },
  )
}

/** The hash that the live version of an agent holds of a skill. */
export async function publishedHashOf(
  transaction: Transaction,
  agent: AgentRow,
  skillId: string,
): Promise<string | undefined> {
  const version =
    agent.published_version_id === null
      ? undefined
      : await findVersion(transaction, agent.id, agent.published_version_id)
  if (version === undefined) return undefined
  return Manifest.parse(version.manifest).skills.find((entry) => entry.skillId === skillId)?.skillHash
}

async function requireLocked(transaction: Transaction, agentId: string): Promise<AgentRow> {
  const { id } = await requireAgent(transaction, agentId)
  return (await lockAgent(transaction, id)) ?? (await requireAgent(transaction, agentId))
}

function toManifestEntry(row: Awaited<ReturnType<typeof listSkills>>[number]): Manifest['skills'][number] {
  const { operation, effect } = z
    .object({ operation: z.string(), effect: z.string() })
    .parse(JSON.parse(row.bytes))
  return {
    skillId: row.id,
    functionName: row.function_name,
    integration: row.kind,
    operation,
    effect,
    skillHash: row.skill_hash,
  }
}

async function earlierVersion(
  transaction: Transaction,
  version: VersionRow,
  from: string | undefined,
): Promise<VersionRow | undefined> {
  if (from !== undefined) return requireVersion(transaction, version.agent_id, from)
  const all = await listVersions(transaction, version.agent_id)
  return all.find((candidate) => candidate.number < version.number)
}

const ComparedSkill = z.record(z.string(), z.unknown())

/** The members of two compiled skills that differ, one change each. */
async function diffSkills(
  transaction: Transaction,
  field: string,
  hashes: { readonly before: string; readonly after: string },
): Promise<readonly VersionChange[]> {
  const [before, after] = await Promise.all([
    findSkillBlob(transaction, hashes.before),
    findSkillBlob(transaction, hashes.after),
  ])
  const old = ComparedSkill.parse(JSON.parse(before ?? '{}'))
  const next = ComparedSkill.parse(JSON.parse(after ?? '{}'))
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .sort()
    .flatMap((member): VersionChange[] => {
      const texts = { before: toText(old[member]), after: toText(next[member]) }
      if (texts.before === texts.after) return []
      const kind = texts.before === null ? 'added' : texts.after === null ? 'removed' : 'changed'
      return [{ field: `${field}.${member}`, ...texts, kind }]
    })
}

const toText = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

interface VersionAudit {
  readonly principal: Principal
  readonly action: string
  readonly agent: AgentRow
  readonly version: VersionRow
}

async function audit(services: Services, transaction: Transaction, event: VersionAudit): Promise<void> {
  const { principal, action, agent, version } = event
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action,
    subject: agent.id,
    detail: { versionId: version.id, number: version.number, hash: version.hash, note: version.note },
  })
}

const toJsonObject = (manifest: Manifest): JsonObject => ({ skills: manifest.skills })
