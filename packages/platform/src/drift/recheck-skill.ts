import { renameBinding, type Repair, repairBinding } from '@bindery/compiler'
import {
  type AnyBinding,
  integrationsOf,
  isStepsBinding,
  type Issue,
  parseBinding,
  partsAt,
  type Result,
  type Skill,
  slicesOf,
} from '@bindery/model'
import { type DriftImpact } from '@bindery/model/drift'
import { isAuthored } from '@bindery/sources'
import { closeSkillDrifts, keepSkillDrift, setSkillFreshness, type Transaction } from '@bindery/store'
import { loadSlice } from '../catalog/load-slice.ts'
import { newId } from '../kernel/ids.ts'
import { compileTask, type Compiled, loadCompileInput, loadCompileTask } from '../skills/compile-binding.ts'
import type { DriftContext } from '../skills/drift-context.ts'
import { easesOf, judgeSkill, type Verdict } from '../skills/judge-skill.ts'
import { readSkill } from '../skills/read-skill.ts'
import { findGraver, type Graver } from './graver-now.ts'
import type { Recheck } from './recheck.ts'
import { loadOlder, type OlderBytes, recheckOlder } from './recheck-older.ts'
import { fingerprintDrift } from './fingerprint-drift.ts'
import { toStaleness } from './to-staleness.ts'
import { loadTests, runTests } from '../skills/tests/run-tests.ts'

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

/** A skill as it is, with what changed since it was made. */
export interface Looked {
  readonly recheck: Recheck
  readonly skill: Skill
  readonly context: DriftContext | undefined
  readonly isTouched: boolean
  readonly graver: Graver
  readonly older: readonly OlderBytes[]
}

/** Looks at what changed for a skill, and at what versions hold of it. */
export async function lookAt(transaction: Transaction, recheck: Recheck): Promise<Looked> {
  const skill = readSkill(recheck.row.bytes)
  const older = await loadOlder(transaction, recheck)
  const context = await contextOf(transaction, recheck, skill)
  const graver = await findGraver(transaction, recheck.providers, skill)
  const isTouched = await isTouchedBy(transaction, { recheck, skill, graver })
  return { recheck, skill, context, older, graver, isTouched }
}

/** Undefined for a skill whose part of the schema did not change, or whose change a person has acknowledged. */
export async function recheckSkill(looked: Looked): Promise<SkillVerdict | undefined> {
  const { recheck, skill } = looked
  const { row } = recheck
  for (const older of looked.older) await recheckOlder(recheck, older)
  if (!looked.isTouched) {
    if (row.status !== 'valid' || recheck.drifting.has(row.id)) await settle(recheck)
    return undefined
  }
  const binding = parseBinding(row.binding)
  const task = await run(recheck, (transaction) => loadCompileTask(transaction, recheck.integration, binding))
  const compiled = compileTask(task)
  if (compiled.ok && slicesOf(compiled.value.skill) === slicesOf(skill)) {
    await settle(recheck)
    return undefined
  }
  return judge(recheck, { skill, binding, compiled, context: looked.context, graver: looked.graver })
}

const run = <Value>(
  { services, organizationId }: Pick<Recheck, 'services' | 'organizationId'>,
  work: (transaction: Transaction) => Promise<Value>,
): Promise<Value> => services.store.run(organizationId, work)

/** It fits its provider as it is. */
const settle = (recheck: Recheck): Promise<void> =>
  run(recheck, async (transaction) => {
    await markSkill(transaction, recheck, undefined)
    await closeSkillDrifts(transaction, recheck.row.id)
  })

interface Touching {
  readonly recheck: Recheck
  readonly skill: Skill
  readonly graver: Graver
}

/**
 * Whether a skill was made of anything that changed since, or of what operators have a word about, which stands in no catalog;
 * one that nobody can tell of counts as touched, and so does one of several providers, of which another may have changed.
 */
async function isTouchedBy(transaction: Transaction, { recheck, skill, graver }: Touching): Promise<boolean> {
  if (recheck.which === 'all' || graver.raised.length > 0 || graver.isReclassified) return true
  if (integrationsOf(skill).length > 1) return true
  for (const { skill: part } of partsAt(skill, recheck.integration.kind)) {
    const context = await recheck.contexts.since(transaction, part.catalogHash)
    if (context === undefined || context.isTouched([part])) return true
  }
  return false
}

async function contextOf(
  transaction: Transaction,
  { contexts, integration }: Recheck,
  skill: Skill,
): Promise<DriftContext | undefined> {
  return contexts.since(transaction, partsAt(skill, integration.kind)[0]?.skill.catalogHash ?? '')
}

interface Recompiled {
  readonly skill: Skill
  readonly binding: AnyBinding
  readonly compiled: Result<Compiled, readonly Issue[]>
  readonly context: DriftContext | undefined
  readonly graver: Graver
}

async function judge(recheck: Recheck, recompiled: Recompiled): Promise<SkillVerdict | undefined> {
  const { row, integration } = recheck
  const { skill, compiled, context, graver } = recompiled
  const parts = partsAt(skill, integration.kind).map((part) => part.skill)
  const pairs = await run(recheck, async (transaction) => (await context?.pairsFor(transaction, parts)) ?? [])
  const judged = judgeSkill({ skill, integration: integration.kind, compiled, pairs, graver })
  const repair = judged.impact === 'compatible' ? undefined : await draftRepair(recheck, recompiled)
  const eases = repair === undefined ? [] : easesOf(skill, repair.compiled.skill)
  const verdict: Verdict =
    eases.length === 0 ? judged : { impact: 'security', reasons: [...eases, ...judged.reasons] }
  const failingTests = await findFailing(recheck, repair?.compiled ?? valueOf(compiled))
  const reasons = verdict.reasons.slice(0, mostReasons)
  const kept = await run(recheck, async (transaction) => {
    const drift = await keepSkillDrift(transaction, {
      organizationId: recheck.organizationId,
      id: newId(),
      skillId: row.id,
      fingerprint: fingerprintDrift(row.skillHash, compiled),
      impact: verdict.impact,
      report: { verdict: verdict.impact, reasons, failingTests },
      repair: repair === undefined ? undefined : toStored(repair, eases),
    })
    await markSkill(transaction, recheck, drift.status === 'acknowledged' ? undefined : verdict)
    return drift
  })
  if (kept.status === 'acknowledged') return undefined
  return {
    skillId: row.id,
    agentId: row.agentId,
    functionName: row.functionName,
    verdict: verdict.impact,
    reasons,
    hasRepair: repair !== undefined && kept.status === 'open',
    failingTests,
  }
}

const mostReasons = 50

const valueOf = (result: Result<Compiled, readonly Issue[]>): Compiled | undefined =>
  result.ok ? result.value : undefined

/** Tests know what providers answered so far: those that fail with the new bytes show what the change costs. */
async function findFailing(recheck: Recheck, next: Compiled | undefined): Promise<readonly string[]> {
  const { services, organizationId, row } = recheck
  const tests = await run(recheck, (transaction) =>
    loadTests(services.store, transaction, { organizationId, skillId: row.id }),
  )
  if (next === undefined) return tests.map((test) => test.row.name)
  const results = await runTests(next.skill, tests)
  return results.flatMap(({ name, status }) => (status === 'failed' ? [name] : []))
}

async function markSkill(
  transaction: Transaction,
  { organizationId, row, integration }: Recheck,
  verdict: Verdict | undefined,
): Promise<void> {
  // What operators wrote themselves says nothing of the other providers of a skill.
  if (isAuthored(integration.type) && integrationsOf(readSkill(row.bytes)).length > 1) return
  const isStale = !isAuthored(integration.type) && verdict !== undefined && verdict.impact !== 'compatible'
  await setSkillFreshness(transaction, {
    organizationId,
    skillId: row.id,
    skillHash: row.skillHash,
    staleness: isStale ? toStaleness(verdict) : undefined,
  })
}

/** A binding that still compiles is repaired by compiling it again; otherwise renames are followed. */
async function draftRepair(
  recheck: Recheck,
  { binding, compiled, context }: Recompiled,
): Promise<DraftedRepair | undefined> {
  const { integration } = recheck
  if (compiled.ok) return { binding, compiled: compiled.value, changes: [] }
  // Of several steps a person decides which name stands for another.
  if (context === undefined || isStepsBinding(binding)) return undefined
  const { before, renames, input } = await run(recheck, async (transaction) => {
    const slice = await loadSlice(transaction, context.pair.before, { binding, integration })
    const guesses = await context.renames(transaction)
    const renamed = renameBinding(binding, slice, guesses)
    return {
      before: slice,
      renames: guesses,
      input: await loadCompileInput(transaction, integration, { binding: renamed }),
    }
  })
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
