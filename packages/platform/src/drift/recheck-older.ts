import { type AnyBinding, integrationsOf, partsAt, type Skill, slicesOf } from '@bindery/model'
import { isAuthored } from '@bindery/sources'
import { findSkillBlob, isAcknowledged, setSkillFreshness, type Transaction } from '@bindery/store'
import { compileTask, loadCompileTask } from '../skills/compile-binding.ts'
import { judgeByUse, judgeSkill, type Verdict } from '../skills/judge-skill.ts'
import { readSkill } from '../skills/read-skill.ts'
import { fingerprintDrift } from './fingerprint-drift.ts'
import { findGraver } from './graver-now.ts'
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
  if (verdict === 'as it is') return
  const staleness = verdict.impact === 'compatible' ? undefined : toStaleness(verdict)
  const { skillHash } = older
  await services.store.run(organizationId, (transaction) =>
    setSkillFreshness(transaction, { organizationId, skillId: row.id, skillHash, staleness }),
  )
}

const fits: Verdict = { impact: 'compatible', reasons: [] }

/** `as it is`: this provider says nothing against the bytes, and nothing of what others said. */
async function judgeOlder(recheck: Recheck, older: OlderBytes): Promise<Verdict | 'as it is'> {
  const { skill, skillHash } = older
  const seen = await recheck.services.store.run(recheck.organizationId, (transaction) =>
    lookAtOlder(transaction, recheck, older),
  )
  if (seen === undefined) return fits
  const { graver, pairs, parts, task } = seen
  const compiled = task === undefined ? undefined : compileTask(task)
  const isSame = compiled?.ok === true && slicesOf(compiled.value.skill) === slicesOf(skill)
  if (isSame && graver.raised.length === 0) return fits
  if (compiled !== undefined && (await isAgreed(recheck, fingerprintDrift(skillHash, compiled)))) return fits
  const evidence = { skill, integration: recheck.integration.kind, pairs, graver }
  const judged = judgeSkill({ ...evidence, compiled: compiled ?? { ok: false, failure: [] } })
  // That the plan would be written otherwise today breaks no plan that was frozen.
  if (judged.impact === 'security') return judged
  const byUse = judgeByUse(parts, pairs, compiled === undefined ? 'raised classes too' : 'other than classes')
  return byUse.impact === 'compatible' && integrationsOf(skill).length > 1 ? 'as it is' : byUse
}

/** Undefined for bytes that nothing touches. */
async function lookAtOlder(transaction: Transaction, recheck: Recheck, { skill, binding }: OlderBytes) {
  const { integration, contexts, providers } = recheck
  const parts = partsAt(skill, integration.kind).map((part) => part.skill)
  const graver = await findGraver(transaction, providers, skill)
  const context = await contexts.since(transaction, parts[0]?.catalogHash ?? '')
  const mayMatter = graver.raised.length > 0 || graver.isReclassified || integrationsOf(skill).length > 1
  if (!mayMatter && context?.isTouched(parts) === false) return undefined
  const pairs = (await context?.pairsFor(transaction, parts)) ?? []
  const task = binding === undefined ? undefined : await loadCompileTask(transaction, integration, binding)
  return { graver, pairs, parts, task }
}

/** Whether a person has acknowledged this very change of these bytes while they were the draft. */
const isAgreed = ({ services, organizationId, row }: Recheck, met: string): Promise<boolean> =>
  services.store.run(organizationId, (transaction) => isAcknowledged(transaction, row.id, met))
