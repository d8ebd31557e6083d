import { renameBinding, type Repair, repairBinding } from '@bindery/compiler'
import {
  type AnyBinding,
  fingerprint,
  isStepsBinding,
  type Issue,
  type OrganizationId,
  parseBinding,
  partsAt,
  type Result,
  slicesOf,
} from '@bindery/model'
import { type DriftImpact } from '@bindery/model/drift'
import { isAuthored } from '@bindery/sources'
import {
  closeSkillDrifts,
  findIntegrationById,
  findSkillBlob,
  keepSkillDrift,
  listSkillsOfIntegration,
  listSkillTests,
  setSkillFreshness,
  type IntegrationRow,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import { publishedHashes } from '../skills/find-version.ts'
import { loadSlice } from '../catalog/load-slice.ts'
import { requireCatalog } from '../catalog/require-catalog.ts'
import { newId } from '../kernel/ids.ts'
import type { Needs } from '../kernel/needs.ts'
import { checkTests, failingNames } from '../skills/tests/check-tests.ts'
import { compileAuthored, type Compiled, loadCompileInput } from '../skills/compile-binding.ts'
import { readSkill } from '../skills/read-skill.ts'
import { type DriftContext, DriftContexts } from '../skills/drift-context.ts'
import { mapRepair } from './map-repair.ts'
import { easesOf, judgeByUse, judgeSkill, type Verdict } from '../skills/judge-skill.ts'

/** What a new catalog means for one skill. */
export interface SkillVerdict {
  readonly skillId: string
  readonly agentId: string
  readonly functionName: string
  readonly verdict: DriftImpact
  readonly reasons: readonly string[]
  /** Whether a repair has been drafted. */
  readonly hasRepair: boolean
  /** Tests that fail with what the skill, or its repair, is compiled to now; all of them when nothing compiles. */
  readonly failingTests: readonly string[]
}

/**
 * Recompiles every skill of an integration against its current catalog and judges what changed for it. Skills whose part
 * of the schema did not change, or whose change a person has acknowledged, are left out of the answer. Broken ones become
 * stale, with a repair drafted where there is one.
 */
export async function recheckSkills(
  services: Needs<'store'>,
  organizationId: OrganizationId,
  integrationId: string,
): Promise<readonly SkillVerdict[]> {
  const found = await services.store.run(organizationId, async (transaction) => {
    const integration = await findIntegrationById(transaction, integrationId)
    if (integration === undefined || integration.catalogId === null) return undefined
    const contexts = new DriftContexts(integration, await requireCatalog(transaction, integration))
    return { integration, contexts, rows: await listSkillsOfIntegration(transaction, integrationId) }
  })
  if (found === undefined) return []
  const verdicts: SkillVerdict[] = []
  for (const row of found.rows) {
    const verdict = await services.store.run(organizationId, (transaction) =>
      recheckSkill(transaction, { ...found, services, organizationId, row }),
    )
    if (verdict !== undefined) verdicts.push(verdict)
  }
  return repairByMapping(services, { ...found, organizationId }, verdicts)
}

/** Most skills that are mapped anew in one recheck; a provider that broke more than that is another provider. */
const mostMapped = 100

/** What no renaming explains is placed anew, skill by skill, outside of the transactions that judged them. */
async function repairByMapping(
  services: Needs<'store'>,
  place: Pick<Recheck, 'organizationId' | 'integration'>,
  verdicts: readonly SkillVerdict[],
): Promise<readonly SkillVerdict[]> {
  const isBroken = ({ verdict, hasRepair }: SkillVerdict): boolean => verdict !== 'compatible' && !hasRepair
  if (isAuthored(place.integration.type)) return verdicts
  const repaired = new Set<SkillVerdict>()
  for (const verdict of verdicts.filter(isBroken).slice(0, mostMapped))
    if (await mapRepair(services, { ...place, ...verdict })) repaired.add(verdict)
  return verdicts.map((verdict) => (repaired.has(verdict) ? { ...verdict, hasRepair: true } : verdict))
}

interface Recheck {
  readonly services: Needs<'store'>
  readonly organizationId: OrganizationId
  readonly integration: IntegrationRow
  readonly contexts: DriftContexts
  readonly row: SkillRow
}

async function recheckSkill(transaction: Transaction, recheck: Recheck): Promise<SkillVerdict | undefined> {
  const { row, integration } = recheck
  const binding = parseBinding(row.binding)
  const compiled = await compileAuthored(transaction, integration, binding)
  const skill = readSkill(row.bytes)
  await recheckPublished(transaction, recheck)
  if (compiled.ok && slicesOf(compiled.value.skill) === slicesOf(skill)) {
    await markSkill(transaction, recheck, undefined)
    await closeSkillDrifts(transaction, row.id)
    return undefined
  }
  const parts = partsAt(skill, integration.kind).map((part) => part.skill)
  const context = await recheck.contexts.since(transaction, parts[0]?.catalogHash ?? '')
  const pairs = (await context?.pairsFor(transaction, parts)) ?? []
  const judged = judgeSkill({ skill, integration: integration.kind, compiled, pairs })
  const repair =
    judged.impact === 'compatible'
      ? undefined
      : await draftRepair(transaction, { ...recheck, binding, compiled, context })
  const eases = repair === undefined ? [] : easesOf(skill, repair.compiled.skill)
  const verdict: Verdict =
    eases.length === 0 ? judged : { impact: 'security', reasons: [...eases, ...judged.reasons] }
  const failingTests = await findFailing(transaction, recheck, repair?.compiled ?? valueOf(compiled))
  const kept = await keepSkillDrift(transaction, {
    organizationId: recheck.organizationId,
    id: newId(),
    skillId: row.id,
    fingerprint: fingerprintDrift(row, compiled),
    impact: verdict.impact,
    report: { verdict: verdict.impact, reasons: verdict.reasons.slice(0, mostReasons), failingTests },
    repair: repair === undefined ? undefined : toStored(repair, eases),
  })
  const isSettled = kept.status === 'acknowledged'
  await markSkill(transaction, recheck, isSettled ? undefined : verdict)
  if (isSettled) return undefined
  return {
    skillId: row.id,
    agentId: row.agentId,
    functionName: row.functionName,
    verdict: verdict.impact,
    reasons: verdict.reasons.slice(0, mostReasons),
    hasRepair: repair !== undefined && kept.status === 'open',
    failingTests,
  }
}

const mostReasons = 50

const valueOf = (result: Result<Compiled, readonly Issue[]>): Compiled | undefined =>
  result.ok ? result.value : undefined

/** Tests know what providers answered so far: those that fail with the new bytes show what the change costs. */
async function findFailing(
  transaction: Transaction,
  { services, organizationId, row }: Recheck,
  next: Compiled | undefined,
): Promise<readonly string[]> {
  if (next === undefined) return (await listSkillTests(transaction, row.id)).map(({ name }) => name)
  const subject = { organizationId, skillId: row.id, skill: next.skill }
  return failingNames(await checkTests(services, transaction, subject))
}

/** The same for the same skill meeting the same change, whenever and however often it is discovered. */
function fingerprintDrift(row: SkillRow, compiled: Result<Compiled, readonly Issue[]>): string {
  const met = compiled.ok
    ? slicesOf(compiled.value.skill)
    : compiled.failure.map(({ code, path, message }) => ({ code, path, message }))
  return fingerprint({ skillHash: row.skillHash, met })
}

async function markSkill(
  transaction: Transaction,
  { organizationId, row, integration }: Recheck,
  verdict: Verdict | undefined,
): Promise<void> {
  const isStale = !isAuthored(integration.type) && verdict !== undefined && verdict.impact !== 'compatible'
  await setSkillFreshness(transaction, {
    organizationId,
    skillId: row.id,
    skillHash: row.skillHash,
    staleness: isStale ? toStaleness(verdict) : undefined,
  })
}

const toStaleness = ({ impact, reasons }: Verdict) => ({ impact, reason: reasons.join(' ').slice(0, 2_000) })

/**
 * A published version may hold older bytes than the draft. Their binding is not kept, so they are judged by what they use
 * alone: a breaking change there stops them. What operators wrote themselves cannot break it: no provider changed.
 */
async function recheckPublished(transaction: Transaction, recheck: Recheck): Promise<void> {
  const { row, organizationId } = recheck
  if (isAuthored(recheck.integration.type)) return
  for (const skillHash of await publishedHashes(transaction, row.agentId, row.id)) {
    const bytes = skillHash === row.skillHash ? undefined : await findSkillBlob(transaction, skillHash)
    if (bytes === undefined) continue
    const skill = readSkill(bytes)
    const parts = partsAt(skill, recheck.integration.kind).map((part) => part.skill)
    const context = await recheck.contexts.since(transaction, parts[0]?.catalogHash ?? '')
    if (context === undefined) continue
    const verdict = judgeByUse(parts, await context.pairsFor(transaction, parts))
    const staleness = verdict.impact === 'compatible' ? undefined : toStaleness(verdict)
    await setSkillFreshness(transaction, { organizationId, skillId: row.id, skillHash, staleness })
  }
}

interface Repairing extends Recheck {
  readonly binding: AnyBinding
  readonly compiled: Result<Compiled, readonly Issue[]>
  readonly context: DriftContext | undefined
}

/** A binding that still compiles is repaired by compiling it again; otherwise renames are followed. */
async function draftRepair(
  transaction: Transaction,
  repairing: Repairing,
): Promise<DraftedRepair | undefined> {
  const { binding, compiled, context, integration } = repairing
  if (compiled.ok) return { binding, compiled: compiled.value, changes: [] }
  // Of several steps a person decides which name stands for another.
  if (context === undefined || isStepsBinding(binding)) return undefined
  const before = await loadSlice(transaction, context.pair.before, { binding, integration })
  const renames = await context.renames(transaction)
  const renamed = renameBinding(binding, before, renames)
  const input = await loadCompileInput(transaction, integration, { binding: renamed })
  const result = repairBinding({ input: { ...input, binding }, before, renames })
  return result.ok ? result.value : undefined
}

interface DraftedRepair extends Pick<Repair, 'changes'> {
  readonly binding: AnyBinding
  readonly compiled: Compiled
}

function toStored({ binding, compiled, changes }: DraftedRepair, eases: readonly string[]) {
  return { binding, changes, eases, warnings: compiled.warnings }
}
