import type { Operation } from './catalog.ts'
import { type Effect, isGraverEffect } from './effect.ts'

/** An effect that an operator said in place of the one that was concluded. */
export interface EffectOverride {
  readonly operation: string
  readonly effect: Effect
  /** The effect that was concluded when it was said; absent in words from before it was kept. */
  readonly concluded?: Effect | undefined
  /** Always given where the effect was lowered. */
  readonly reason?: string | undefined
}

/**
 * Whether an operator's word still holds against what is concluded now. It is the last word, unless the operation has
 * become graver than what the operator saw and the word is milder than that: nobody has said so of this operation.
 */
export const holdsAgainst = ({ effect, concluded }: EffectOverride, now: Effect): boolean =>
  concluded === undefined || !isGraverEffect(now, concluded) || !isGraverEffect(now, effect)

/** Operations with the effects that operators said; others come back as they are. A word that no longer holds is told as evidence. */
export function overrideEffects(overrides: readonly EffectOverride[]): (operation: Operation) => Operation {
  const said = new Map(overrides.map((entry) => [entry.operation, entry]))
  return (operation) => {
    const override = said.get(operation.name)
    if (override === undefined) return operation
    const holds = holdsAgainst(override, operation.effect)
    const evidence = [...(operation.effectEvidence ?? []), evidenceOf(override, holds)]
    if (!holds) return { ...operation, effectEvidence: evidence }
    return { ...operation, effect: override.effect, effectOrigin: 'operator', effectEvidence: evidence }
  }
}

function evidenceOf({ effect, concluded, reason = 'set by an operator' }: EffectOverride, holds: boolean) {
  if (holds) return { by: 'operator', says: effect, because: reason, certainty: 'exact' } as const
  const because = `${reason} (said when it was a ${concluded}; no longer holds, say it again if it does)`
  return { by: 'operator', says: effect, because } as const
}
