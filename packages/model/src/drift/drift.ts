import type { CatalogChange } from '../diff-catalogs.ts'

/**
 * What a change asks of those who use the part: nothing, another binding, or a person's judgement because it changes who
 * may see or do what. From harmless to grave.
 */
export const driftImpacts = ['compatible', 'breaking', 'security'] as const
export type DriftImpact = (typeof driftImpacts)[number]

/** One fact of a part that differs. */
export interface DriftFact {
  /** The field, argument or index that it is about; absent for the part itself. */
  readonly member?: string
  /** `added`, `removed`, `type`, `nullable`, `required`, `sensitivity`, `effect` ... */
  readonly fact: string
  readonly impact: DriftImpact
  /** One sentence for people. */
  readonly message: string
}

/** One part that differs, and in what. `impact` is the gravest of its facts. */
export interface PartDrift extends CatalogChange {
  readonly impact: DriftImpact
  readonly facts: readonly DriftFact[]
}

/** Which way the values of an object travel. Of an object that nobody mentions both are false. */
export interface ObjectUse {
  readonly sent: boolean
  readonly received: boolean
}

/** The graver of two impacts. */
export function graver(a: DriftImpact, b: DriftImpact): DriftImpact {
  return driftImpacts.indexOf(a) >= driftImpacts.indexOf(b) ? a : b
}

/** A part that is there, or was. */
export function toPartDrift(change: CatalogChange, facts: readonly DriftFact[]): PartDrift {
  return { ...change, impact: facts.map((fact) => fact.impact).reduce(graver, 'compatible'), facts }
}
