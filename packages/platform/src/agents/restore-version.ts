import { integrationsOf, isSkillId, isWrite, type SkillId } from '@bindery/model'
import {
  type AgentRow,
  findIntegrationById,
  findSharedAction,
  findSkillBlob,
  findVersionContents,
  releaseFunctionNames,
  setSkillAside,
  type SkillRow,
  touchAgent,
  type Transaction,
  type VersionRow,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { recheckSkills } from '../drift/recheck-skills.ts'
import type { Needs } from '../kernel/needs.ts'
import { readSkill } from '../skills/read-skill.ts'
import { checkClaims } from '../skills/check-claims.ts'
import { Contents, loadDraft, type ManifestEntry, manifestOf } from '../skills/manifest.ts'
import { type Restorable, restoreSkillOf, type SharedChange } from './restore-skill.ts'
import { auditVersion } from './publish-agent.ts'
import { checkRevision, findLiveVersion, requireLocked, requireVersion } from '../skills/find-version.ts'

export interface RestoredSkill {
  readonly skillId: string
  readonly functionName: string
  /** `set_aside`: the version does not hold it, so it stays but is left out of what is published next. */
  readonly outcome: 'unchanged' | 'rewritten' | 'recreated' | 'set_aside'
}

/** A part of the version that cannot be brought back. */
export interface MissingPart {
  readonly skillId: string
  readonly functionName: string
  readonly what: 'binding' | 'integration' | 'shared_action' | 'name'
  readonly message: string
}

export interface RestoreReport {
  readonly skills: readonly RestoredSkill[]
  /** Shared actions that are not as the version pinned them: the skill was compiled from what they are now. */
  readonly sharedChanged: readonly SharedChange[]
  readonly missing: readonly MissingPart[]
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
}

export interface RestoreRequest {
  readonly agentId: string
  readonly versionId: string
  readonly ifMatch: number | undefined
}

/**
 * Makes the draft what a version holds, byte for byte where nothing that it was made from has changed. What is live does
 * not change. Skills that the version lacks are set aside, not deleted: what is published may still run them.
 */
export async function restoreVersion(
  services: Needs<'store'>,
  principal: Principal,
  request: RestoreRequest,
): Promise<RestoreReport> {
  const { organizationId } = principal
  const { report, integrations } = await services.store.run(organizationId, async (transaction) => {
    const agent = await requireLocked(transaction, request.agentId)
    checkRevision({ name: 'agent', revision: agent.revision }, request.ifMatch)
    const version = await requireVersion(transaction, agent.id, request.versionId)
    const plan = await planRestore(transaction, agent, version)
    const restored = await carryOut(services, transaction, { principal, agent, version, plan })
    await checkClaims(transaction, agent.id, ['draft'])
    await touchAgent(transaction, agent.id)
    await auditVersion(services, transaction, {
      principal,
      action: 'agent.version_restored',
      agent,
      version,
    })
    return { report: restored, integrations: plan.restorable.map(({ integration }) => integration.id) }
  })
  // A version can be older than the catalog: its skills are judged as after a discovery.
  for (const integrationId of new Set(integrations))
    await recheckSkills(services, { organizationId, integrationId })
  return report
}

interface RestorePlan {
  readonly restorable: readonly Restorable[]
  readonly unchanged: readonly SkillRow[]
  readonly missing: readonly MissingPart[]
  readonly extra: readonly SkillRow[]
}

async function planRestore(
  transaction: Transaction,
  agent: AgentRow,
  version: VersionRow,
): Promise<RestorePlan> {
  const contents = new Map(
    Contents.parse((await findVersionContents(transaction, version.id)) ?? { skills: [] }).skills.map(
      (content) => [content.skillId, content],
    ),
  )
  const { rows } = await loadDraft(transaction, agent)
  const live = await findLiveVersion(transaction, agent)
  const liveHashes = new Set((live === undefined ? [] : manifestOf(live).skills).map(hashOf))
  const { skills } = manifestOf(version)
  const held = new Set(skills.map((entry) => entry.skillId))
  const extra = rows.filter((row) => !held.has(row.id))
  const restorable: Restorable[] = []
  const unchanged: SkillRow[] = []
  const lost: MissingPart[] = []
  for (const entry of skills) {
    const row = rows.find(({ id }) => id === entry.skillId)
    if (row?.skillHash === entry.skillHash && row.status !== 'draft') {
      unchanged.push(row)
      continue
    }
    const isNameTaken = extra.some((other) => other.functionName === entry.functionName)
    const content = contents.get(entry.skillId)
    const found = isNameTaken
      ? missing(entry, 'name')
      : content === undefined
        ? missing(entry, 'binding')
        : await findParts(transaction, { entry, content, row })
    if ('what' in found) lost.push(found)
    else restorable.push({ ...found, isLive: liveHashes.has(entry.skillHash) })
  }
  return { restorable, unchanged, missing: lost, extra }
}

const hashOf = (entry: ManifestEntry): string => entry.skillHash

async function findParts(
  transaction: Transaction,
  parts: Pick<Restorable, 'entry' | 'content' | 'row'>,
): Promise<MissingPart | Omit<Restorable, 'isLive'>> {
  const { entry, content } = parts
  const integration = await findIntegrationById(transaction, content.integrationId)
  const bytes = await findSkillBlob(transaction, entry.skillHash)
  const skillId: SkillId | undefined = isSkillId(entry.skillId) ? entry.skillId : undefined
  if (integration === undefined) return missing(entry, 'integration')
  if (bytes === undefined || skillId === undefined) return missing(entry, 'binding')
  const { sharedAction } = entry
  const action =
    sharedAction === undefined ? undefined : await findSharedAction(transaction, sharedAction.actionId)
  if (sharedAction !== undefined && action === undefined) return missing(entry, 'shared_action')
  const skill = readSkill(bytes)
  const stepIntegrations = integrationsOf(skill).filter((kind) => kind !== integration.kind)
  return { ...parts, integration, skillId, action, stepIntegrations, isWrite: isWrite(skill.effect) }
}

const reasons: Readonly<Record<MissingPart['what'], string>> = {
  binding: 'the version was published before bindings were kept with it',
  integration: 'its integration was removed',
  shared_action: 'its shared action was removed',
  name: 'another skill has its name now: rename or delete that one and restore again',
}

function missing(entry: ManifestEntry, what: MissingPart['what']): MissingPart {
  const { skillId, functionName } = entry
  return { skillId, functionName, what, message: `"${functionName}" was not restored: ${reasons[what]}.` }
}

interface Carrying {
  readonly principal: Principal
  readonly agent: AgentRow
  readonly version: VersionRow
  readonly plan: RestorePlan
}

async function carryOut(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, agent, version, plan }: Carrying,
): Promise<RestoreReport> {
  const skills: RestoredSkill[] = plan.unchanged.map((row) => toRestored(row, 'unchanged'))
  const sharedChanged: SharedChange[] = []
  const warnings: { code: string; message: string }[] = []
  // Two skills may have swapped their names since.
  await releaseFunctionNames(
    transaction,
    plan.restorable.flatMap(({ row }) => row?.id ?? []),
  )
  for (const part of plan.restorable) {
    const done = await restoreSkillOf(services, transaction, { principal, agent, part })
    skills.push(toRestored({ id: part.skillId, functionName: part.entry.functionName }, done.outcome))
    sharedChanged.push(...done.sharedChanged)
    warnings.push(...done.warnings)
  }
  for (const row of plan.extra) {
    const reason = `Version ${version.number}, which was restored, does not hold it. Author it again to put it back.`
    if (row.status !== 'draft') await setSkillAside(transaction, row.id, reason)
    skills.push(toRestored(row, 'set_aside'))
  }
  return { skills, sharedChanged, missing: plan.missing, warnings }
}

function toRestored(
  row: { readonly id: string; readonly functionName: string },
  outcome: RestoredSkill['outcome'],
): RestoredSkill {
  return { skillId: row.id, functionName: row.functionName, outcome }
}
