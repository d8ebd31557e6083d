import { type AgentId, fingerprint, PlatformError } from '@bindery/model'
import {
  type AgentRow,
  insertVersion,
  listVersions,
  pointAgent,
  type SkillRow,
  type Transaction,
  type VersionRow,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { newId } from '../kernel/ids.ts'
import type { Needs } from '../kernel/needs.ts'
import { checkTests, failingIssues } from '../skills/tests/check-tests.ts'
import { readSkill } from '../skills/read-skill.ts'
import type { HappenedEvent } from '../kernel/event-log.ts'
import { checkClaims } from '../skills/check-claims.ts'
import { loadDraft, manifestOf, toStored } from '../skills/manifest.ts'
import { diffManifests, type VersionChange } from './version-diff.ts'
import { checkRevision, requireLocked, requireVersion } from '../skills/find-version.ts'

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
  services: Needs<'events' | 'store'>,
  principal: Principal,
  request: PublishRequest,
): Promise<PublishedVersion> {
  const { organizationId } = principal
  return services.store.run(organizationId, async (transaction) => {
    const agent = await requireLocked(transaction, request.agentId)
    checkRevision({ name: 'agent', revision: agent.revision }, request.ifMatch)
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
    await checkClaims(transaction, agent.id, ['live'])
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
  const message = `"${row.functionName}" is ${row.status} and was left out.`
  return [{ code: 'skill_left_out', message }]
}

const isFrozen = (row: SkillRow): boolean => row.status === 'valid'

/** Holds each skill that would go live to its tests. */
async function findFailing(
  services: Needs<'store'>,
  transaction: Transaction,
  rows: readonly SkillRow[],
): Promise<PublishedVersion['warnings']> {
  const found: { code: string; message: string }[] = []
  for (const { organizationId, id: skillId, functionName: name, bytes } of rows) {
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
  services: Needs<'store'>,
  principal: Principal,
  request: { readonly agentId: string; readonly versionId: string },
): Promise<VersionRow> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const agent = await requireLocked(transaction, request.agentId)
    const version = await requireVersion(transaction, agent.id, request.versionId)
    await pointAgent(transaction, agent.id, version.id)
    await checkClaims(transaction, agent.id, ['live'])
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

/** A skill may change without its agent, so a reviewed draft is told by its hash. */
function checkDraft(current: string, seen: string | undefined): void {
  if (seen === undefined || seen === current) return
  throw new PlatformError(
    'conflict',
    'The draft was changed since it was reviewed. Read the pre-publish report again.',
    { members: { currentDraftHash: current } },
  )
}

async function earlierVersion(
  transaction: Transaction,
  version: VersionRow,
  from: string | undefined,
): Promise<VersionRow | undefined> {
  if (from !== undefined) return requireVersion(transaction, version.agentId, from)
  const all = await listVersions(transaction, version.agentId)
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
  services: Needs<'store'>,
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
