import { isDeepStrictEqual } from 'node:util'
import {
  type Effect,
  type EffectOverride,
  isGraverEffect,
  type Operation,
  PlatformError,
} from '@bindery/model'
import { setEffects } from '@bindery/store'
import type { z } from 'zod'
import type { Principal } from '../kernel/principal.ts'
import { recheckSkills, type SkillVerdict } from './recheck-skills.ts'
import type { Needs } from '../kernel/needs.ts'
import { inCatalog, loadSeenOperation, type ScopedCatalog, showOperation } from '../catalog/browse.ts'
import type { OperationView } from '../catalog/views.ts'

/** What an operator says of one operation; null takes the word back, and the concluded effect holds again. */
export interface EffectChange {
  readonly kind: string
  readonly operation: string
  readonly effect: Effect | null
  readonly reason?: string | undefined
}

export interface ChangedEffect {
  readonly operation: z.input<typeof OperationView>
  /** Skills that stop because of it, or need a look. */
  readonly affectedSkills: readonly SkillVerdict[]
}

/**
 * Sets the effect of one operation in place of the concluded one and rechecks every skill at once. Making it milder needs a
 * reason, which is audited with it; the word outlives new discoveries that do not make the operation graver. What was said
 * before leaves no entry, unless for another reason. Throws `not_found`, `schema_not_discovered`, and `validation_error` for a
 * milder effect without a reason.
 */
export async function changeEffect(
  services: Needs<'runCaches' | 'store'>,
  principal: Principal,
  change: EffectChange,
): Promise<ChangedEffect> {
  const { organizationId } = principal
  const place = { organizationId, kind: change.kind }
  const integrationId = await inCatalog(services, place, async (scoped) => {
    await storeEffect(services, principal, { scoped, change })
    return scoped.integration.id
  })
  const affectedSkills = await recheckSkills(services, { organizationId, integrationId })
  services.runCaches.forget(organizationId)
  const operation = await inCatalog(services, place, (scoped) => showOperation(scoped, change.operation))
  return { operation, affectedSkills }
}

interface StoredChange {
  readonly scoped: ScopedCatalog
  readonly change: EffectChange
}

async function storeEffect(
  services: Needs<'store'>,
  principal: Principal,
  { scoped, change }: StoredChange,
): Promise<void> {
  const { transaction, integration } = scoped
  const { seen, concluded } = await loadSeenOperation(scoped, change.operation)
  const next = change.effect ?? concluded.effect
  const isMilder = isGraverEffect(seen.effect, next)
  if (isMilder && change.reason === undefined) throw reasonMissing(seen, next)
  const before = integration.effects.find(({ operation }) => operation === change.operation)
  const reason = change.reason ?? (before?.effect === change.effect ? before?.reason : undefined)
  const said = toOverride({ ...change, reason }, concluded.effect)
  if (isDeepStrictEqual(said, before === undefined ? [] : [before])) return
  const others = integration.effects.filter((word) => word !== before)
  await setEffects(transaction, integration.id, [...others, ...said])
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action: isMilder ? 'integration.effect_lowered' : 'integration.effect_set',
    subject: change.kind,
    detail: {
      operation: change.operation,
      from: seen.effect,
      to: next,
      concluded: concluded.effect,
      reason: change.reason ?? null,
    },
  })
}

function toOverride(
  { operation, effect, reason }: EffectChange,
  concluded: Effect,
): readonly EffectOverride[] {
  if (effect === null) return []
  return [{ operation, effect, concluded, ...(reason === undefined ? {} : { reason }) }]
}

function reasonMissing({ name, effect }: Operation, next: Effect): PlatformError {
  return new PlatformError(
    'validation_error',
    `"${name.slice(0, 200)}" is a ${effect}. Making it a ${next} needs a "reason": it is kept in the audit log.`,
  )
}
