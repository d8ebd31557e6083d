import { type Effect, effects, isGraverEffect } from '../../../packages/model/src/index.ts'
import type { LabelledOperation } from './read-labels.ts'

/** How what is concluded compares with a label. `grave` is a delete read as anything else or an update read as a read. */
export type Outcome = 'right' | 'graver' | 'milder' | 'grave'

export interface Scored {
  readonly name: string
  readonly expected: Effect
  readonly found: Effect
  readonly outcome: Outcome
}

export interface EffectScore {
  readonly total: number
  readonly counts: Readonly<Record<Outcome, number>>
  /** Operations by label, then by what was concluded, both in the order of `effects`. */
  readonly matrix: readonly (readonly number[])[]
  readonly wrong: readonly Scored[]
}

export function scoreEffects(labelled: readonly LabelledOperation[]): EffectScore {
  const scored = labelled.map(toScored)
  const count = (outcome: Outcome): number => scored.filter((entry) => entry.outcome === outcome).length
  return {
    total: scored.length,
    counts: {
      right: count('right'),
      graver: count('graver'),
      milder: count('milder'),
      grave: count('grave'),
    },
    matrix: effects.map((expected) =>
      effects.map(
        (found) => scored.filter((entry) => entry.expected === expected && entry.found === found).length,
      ),
    ),
    wrong: scored.filter(({ outcome }) => outcome !== 'right'),
  }
}

function toScored({ operation, label }: LabelledOperation): Scored {
  const { effect: expected, or = [], name } = label
  const found = operation.effect
  return { name, expected, found, outcome: outcomeOf(found, expected, or) }
}

function outcomeOf(found: Effect, expected: Effect, or: readonly Effect[]): Outcome {
  if (found === expected) return 'right'
  if (expected === 'delete' || (expected === 'update' && found === 'read')) return 'grave'
  if (or.includes(found)) return 'right'
  return isGraverEffect(found, expected) ? 'graver' : 'milder'
}

/** Milder conclusions per hundred that are still let through. */
export const mostMilderPercent = 2

export const isGoodEnough = ({ counts, total }: Pick<EffectScore, 'counts' | 'total'>): boolean =>
  counts.grave === 0 && counts.milder * 100 <= total * mostMilderPercent
