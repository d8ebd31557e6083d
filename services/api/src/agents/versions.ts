import { type AgentId, fingerprint, PlatformError } from '@bindery/model'
import {
  type AgentRow,
  findVersion,
  insertVersion,
  listVersions,
  lockAgent,
  pointAgent,
  type SkillRow,
  type Transaction,
  type VersionRow,
} from '@bindery/store'
import type { Principal } from '../auth/principal.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { checkTests, failingIssues } from '../skill-tests/check-tests.ts'
import { readSkill } from '../skills/read-skill.ts'
import type { HappenedEvent } from '../webhooks/event-log.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { loadDraft, manifestOf, toStored } from './manifest.ts'
import { diffManifests, type VersionChange } from './version-diff.ts'

export interface PublishRequest {
  readonly agentId: string
  readonly note: string | undefined
  /** Revision that the caller has seen, when they say so. */
  readonly ifMatch: number | undefined
  /** Hash of the draft that the caller has seen, as the pre-publish report gives it. */
  readonly draftHash: string | undefined
  /** What the caller says to know: `failing_tests` publishes skills that fail their tests. */
  readonly acknowledge: readonly 'failing_tests'[]
}

export interface PublishedVersion {
  readonly version: VersionRow
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
}

/**
 * Freezes the agent's valid skills as its next version and points live calls at it. Throws `conflict` when the agent or
 * its draft is another one than the caller has seen, `acknowledgement_required` when skills fail their tests.
 */
export async function publishAgent(
  services: Services,
  principal: Principal,
  request: PublishRequest,
): Promise<PublishedVersion> {
  const { organizationId } = principal
  return services.store.run(organizationId, async (transaction) => {
    const agent = await requireLocked(transaction, request.agentId)
    checkRevision(agent, request.ifMatch)
    const { manifest, contents, rows } = await loadDraft(transaction, agent)
    const hash = fingerprint(manifest)
    checkDraft(hash, request.draftHash)
    const failing = await findFailing(services, transaction, rows.filter(isFrozen))
    if (failing.length > 0 && !request.acknowledge.includes('failing_tests')) throw failingTests(failing)
    const id = newId()
    await insertVersion(transaction, {
      organizationId,
      id,
      agentId: agent.id,
      note: request.note,
      publishedBy: principal.actor,
      hash,
      manifest: toStored(manifest),
      contents: toStored(contents),
    })
    await pointAgent(transaction, agent.id, id)
    const version = await requireVersion(transaction, agent.id, id)
    const { acknowledge } = request
    const event = { principal, action: 'agent.published', agent, version, acknowledge } as const
    await auditVersion(services, transaction, event)
    await services.events.emit(transaction, organizationId, [published(agent, version)])
    return { version, warnings: [...rows.flatMap(leftOut), ...failing] }
  })
}

function leftOut(row: SkillRow): PublishedVersion['warnings'] {
  if (row.status === 'valid') return []
  const message = `"${row.function_name}" is ${row.status} and was left out.`
  return [{ code: 'skill_left_out', message }]
}

const isFrozen = (row: SkillRow): boolean => row.status === 'valid'

/** Holds each skill that would go live to its tests. */
async function findFailing(
  services: Services,
  transaction: Transaction,
  rows: readonly SkillRow[],
): Promise<PublishedVersion['warnings']> {
  const found: { code: string; message: string }[] = []
  for (const { organization_id: organizationId, id: skillId, function_name: name, bytes } of rows) {
    const tests = await checkTests(services, transaction, {
      organizationId,
      skillId,
      skill: readSkill(bytes),
    })
    found.push(
      ...failingIssues(tests).map(({ code, message }) => ({ code, message: `"${name}": ${message}` })),
    )
  }
  return found
}

function failingTests(failing: PublishedVersion['warnings']): PlatformError {
  const count = failing.length === 1 ? 'One test fails' : `${failing.length} tests fail`
  return new PlatformError(
    'acknowledgement_required',
    `${count}. ${failing[0]?.message ?? ''} Mend the skill or the test, or send "acknowledge": ["failing_tests"].`,
    {
      members: {
        acknowledge: ['failing_tests'],
        failingTests: failing.map(({ message }) => message),
      },
    },
  )
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
    await auditVersion(services, transaction, { principal, action: 'agent.rolled_back', agent, version })
    return version
  })
}

/** What a version changed against the one before it, or against another one. */
export async function diffVersions(
  transaction: Transaction,
  agentId: AgentId,
  versions: { readonly from: string | undefined; readonly to: string },
): Promise<readonly VersionChange[]> {
  const after = await requireVersion(transaction, agentId, versions.to)
  const before = await earlierVersion(transaction, after, versions.from)
  const old = before === undefined ? { skills: [] } : manifestOf(before)
  return diffManifests(transaction, old, manifestOf(after))
}

/** Hashes of the bytes that any version of an agent holds of a skill: a rollback may bring each of them back. */
export async function publishedHashes(
  transaction: Transaction,
  agentId: AgentId,
  skillId: string,
): Promise<readonly string[]> {
  const versions = await listVersions(transaction, agentId)
  const entries = versions.flatMap((version) => manifestOf(version).skills)
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

/** The version that live calls run, if any. */
export async function findLiveVersion(
  transaction: Transaction,
  agent: AgentRow,
): Promise<VersionRow | undefined> {
  const { published_version_id: id } = agent
  return id === null ? undefined : findVersion(transaction, agent.id, id)
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

/** A skill may change without its agent, so a reviewed draft is told by its hash. */
function checkDraft(current: string, seen: string | undefined): void {
  if (seen === undefined || seen === current) return
  throw new PlatformError(
    'conflict',
    'The draft was changed since it was reviewed. Read the pre-publish report again.',
    { members: { currentDraftHash: current } },
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

async function earlierVersion(
  transaction: Transaction,
  version: VersionRow,
  from: string | undefined,
): Promise<VersionRow | undefined> {
  if (from !== undefined) return requireVersion(transaction, version.agent_id, from)
  const all = await listVersions(transaction, version.agent_id)
  return all.find((candidate) => candidate.number < version.number)
}

export interface VersionAudit {
  readonly principal: Principal
  readonly action: 'agent.published' | 'agent.rolled_back' | 'agent.version_restored'
  readonly agent: AgentRow
  readonly version: VersionRow
  /** What the caller said to know, when they were asked. */
  readonly acknowledge?: readonly string[]
}

export async function auditVersion(
  services: Services,
  transaction: Transaction,
  event: VersionAudit,
): Promise<void> {
  const { principal, action, agent, version, acknowledge = [] } = event
  const agreed = acknowledge.length === 0 ? {} : { acknowledge: [...acknowledge] }
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action,
    subject: agent.id,
    detail: {
      versionId: version.id,
      number: version.number,
      hash: version.hash,
      note: version.note,
      ...agreed,
    },
  })
}
