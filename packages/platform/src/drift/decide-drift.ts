import { AnyBinding, type JsonObject, PlatformError } from '@bindery/model'
import {
  decideSkillDrift,
  findOpenDrift,
  setSkillFreshness,
  type SkillDriftRow,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import { z } from 'zod'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import { rewriteFromBinding } from '../skills/author-skill.ts'
import { requireSkill } from '../kernel/require-skill.ts'

/** What a person makes of the drift of a skill. */
export const driftDecisions = ['apply', 'reject', 'acknowledge'] as const
export type DriftDecision = (typeof driftDecisions)[number]

export interface DriftPlace {
  readonly agentId: string
  readonly skillId: string
}

/**
 * `apply` makes the drafted repair the skill's draft, disabled until somebody enables it; published versions stay as they
 * are. `reject` keeps the skill stale and the repair out of sight. `acknowledge` says that the skill is fine as it is.
 * Each is remembered for the same change and audited. Throws `not_found` when nothing is open, `binding_invalid` when
 * there is no repair to apply or it no longer fits.
 */
export async function decideDrift(
  services: Needs<'runCaches' | 'store'>,
  principal: Principal,
  request: DriftPlace & { readonly decision: DriftDecision },
): Promise<SkillRow> {
  const row = await services.store.run(principal.organizationId, async (transaction) => {
    const skill = await requireSkill(transaction, request.agentId, request.skillId)
    const drift = await requireOpenDrift(transaction, skill)
    await carryOut(transaction, { services, principal, skill, drift }, request.decision)
    const status = statusOf[request.decision]
    if (!(await decideSkillDrift(transaction, drift.id, { status, by: principal.actor })))
      throw nothingOpen(skill)
    const detail: JsonObject = { drift: drift.fingerprint, impact: drift.impact }
    await services.store.audit.append(transaction, principal.organizationId, {
      actor: principal.actor,
      action: `skill.drift_${status}`,
      subject: skill.id,
      detail,
    })
    return requireSkill(transaction, request.agentId, skill.id)
  })
  services.runCaches.forget(principal.organizationId)
  return row
}

const statusOf = { apply: 'applied', reject: 'rejected', acknowledge: 'acknowledged' } as const

interface Deciding {
  readonly services: Needs<'store'>
  readonly principal: Principal
  readonly skill: SkillRow
  readonly drift: SkillDriftRow
}

async function carryOut(
  transaction: Transaction,
  deciding: Deciding,
  decision: DriftDecision,
): Promise<void> {
  const { services, principal, skill, drift } = deciding
  switch (decision) {
    case 'apply': {
      const repair = StoredRepair.safeParse(drift.repair)
      if (!repair.success) throw noRepair(skill)
      await rewriteFromBinding(services, transaction, {
        principal,
        skill,
        binding: { ...repair.data.binding, enabled: false },
      })
      return
    }
    case 'acknowledge':
      await setSkillFreshness(transaction, {
        organizationId: principal.organizationId,
        skillId: skill.id,
        skillHash: skill.skillHash,
        staleness: undefined,
      })
      return
    case 'reject':
      return
  }
}

/** A repair as it is kept: the binding that fits again, in what it differs, and what found it. */
export const StoredRepair = z.object({
  /** `rename`: what was renamed was followed; `mapper`: names were placed anew, which deserves a closer look. */
  by: z.enum(['rename', 'mapper']).default('rename'),
  binding: AnyBinding,
  changes: z.array(z.object({ path: z.string(), before: z.json(), after: z.json() })),
  /** Where it makes the skill milder than it was. */
  eases: z.array(z.string()).default([]),
})
export type StoredRepair = z.output<typeof StoredRepair>

/** The drift of a skill that waits for a decision; throws `not_found`. */
export async function requireOpenDrift(transaction: Transaction, skill: SkillRow): Promise<SkillDriftRow> {
  const drift = await findOpenDrift(transaction, skill.id)
  if (drift === undefined) throw nothingOpen(skill)
  return drift
}

function nothingOpen(skill: SkillRow): PlatformError {
  return new PlatformError('not_found', `"${skill.functionName}" has no drift that waits for a decision.`)
}

function noRepair(skill: SkillRow): PlatformError {
  return new PlatformError(
    'binding_invalid',
    `No repair could be drafted for "${skill.functionName}". Write the binding anew with PUT .../bindings/${skill.id}.`,
  )
}
