import { type AnyBinding, type OperationSkill, partsAt, slicesOf, type Skill } from '@bindery/model'
import { isAuthored } from '@bindery/sources'
import { findSkillBlob, setSkillFreshness, type Transaction } from '@bindery/store'
import { compileTask, loadCompileTask } from '../skills/compile-binding.ts'
import { judgeByUse, judgeSkill, raisedEffects, type Verdict } from '../skills/judge-skill.ts'
import { readSkill } from '../skills/read-skill.ts'
import type { Recheck } from './recheck.ts'
import { toStaleness } from './to-staleness.ts'

/** Bytes that a version holds and the draft does not, with the binding that they were made of where the version kept it. */
export interface OlderBytes {
  readonly skillHash: string
  readonly skill: Skill
  readonly binding: AnyBinding | undefined
}

/** What versions hold of a skill beside its draft. What operators wrote themselves cannot break it: no provider changed. */
export async function loadOlder(transaction: Transaction, recheck: Recheck): Promise<readonly OlderBytes[]> {
  const { row, published, bindings } = recheck
  if (isAuthored(recheck.integration.type)) return []
  const found: OlderBytes[] = []
  for (const [skillHash, versionId] of published.get(row.id) ?? []) {
    const bytes = skillHash === row.skillHash ? undefined : await findSkillBlob(transaction, skillHash)
    if (bytes === undefined) continue
    const binding = await bindings.of(transaction, { versionId, skillId: row.id })
    found.push({ skillHash, skill: readSkill(bytes), binding })
  }
  return found
}

/**
 * Any version may be live, or be rolled back to, so its bytes are judged as those of the draft are: by what its operations do
 * by now, and by compiling its binding against the catalog as operators see it. Where that says nothing of security, and where
 * no binding was kept, by what the bytes use.
 */
export async function recheckOlder(recheck: Recheck, older: OlderBytes): Promise<void> {
  const { services, organizationId, row } = recheck
  const verdict = await judgeOlder(recheck, older)
  const staleness = verdict.impact === 'compatible' ? undefined : toStaleness(verdict)
  const { skillHash } = older
  await services.store.run(organizationId, (transaction) =>
    setSkillFreshness(transaction, { organizationId, skillId: row.id, skillHash, staleness }),
  )
}

const fits: Verdict = { impact: 'compatible', reasons: [] }

async function judgeOlder(recheck: Recheck, { skill, binding }: OlderBytes): Promise<Verdict> {
  const { services, organizationId, integration, contexts } = recheck
  const parts = partsAt(skill, integration.kind).map((part) => part.skill)
  const raised = raisedEffects(parts, contexts.effectOf)
  const seen = await services.store.run(organizationId, async (transaction) => {
    const context = await contexts.since(transaction, parts[0]?.catalogHash ?? '')
    const isTouched = context?.isTouched(parts) !== false || isReclassified(recheck, parts)
    if (raised.length === 0 && !isTouched) return undefined
    const pairs = (await context?.pairsFor(transaction, parts)) ?? []
    const task = binding === undefined ? undefined : await loadCompileTask(transaction, integration, binding)
    return { pairs, task }
  })
  if (seen === undefined) return fits
  const { pairs, task } = seen
  const compiled = task === undefined ? undefined : compileTask(task)
  if (compiled?.ok === true && raised.length === 0 && slicesOf(compiled.value.skill) === slicesOf(skill))
    return fits
  const nothing = { ok: false, failure: [] } as const
  const judged = judgeSkill({
    skill,
    integration: integration.kind,
    compiled: compiled ?? nothing,
    pairs,
    raised,
  })
  // That the plan would be written otherwise today breaks no plan that was frozen.
  if (judged.impact === 'security') return judged
  return judgeByUse(parts, pairs, compiled === undefined ? 'raised classes too' : 'other than classes')
}

/** Whether an operator gave a class to anything that these use. */
const isReclassified = ({ integration }: Recheck, parts: readonly OperationSkill[]): boolean =>
  integration.sensitivity.some((word) =>
    parts.some(({ operation, uses }) =>
      word.on === 'argument'
        ? word.operation === operation
        : uses === undefined || uses.fields.includes(`${word.object}.${word.field}`),
    ),
  )
