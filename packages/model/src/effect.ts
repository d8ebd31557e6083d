/**
 * What a call does to the provider, from mild to grave. `create` adds and leaves everything else as it was, `action` makes
 * something happen that is not merely stored, `update` changes what is there, `delete` takes it away.
 */
export const effects = ['read', 'create', 'action', 'update', 'delete'] as const

export type Effect = (typeof effects)[number]

export const isWrite = (effect: Effect): boolean => effect !== 'read'

export const isGraverEffect = (effect: Effect, than: Effect): boolean =>
  effects.indexOf(effect) > effects.indexOf(than)

/** The graver of two effects, by the order of `effects`. */
export const graverEffect = (a: Effect, b: Effect): Effect => (isGraverEffect(b, a) ? b : a)

/**
 * How far names may go against what a protocol or an operator says. `exact`: not at all. `write`: it is a write, and names
 * say which. `floor`: they only make it graver. `presumed`: they may overrule it.
 */
export const effectCertainties = ['exact', 'write', 'floor', 'presumed'] as const

export type EffectCertainty = (typeof effectCertainties)[number]

export const effectVoices = [
  'protocol',
  'argument',
  'name',
  'path',
  'title',
  'description',
  'operator',
] as const

/** One word on what an operation does. Those that were weighed are kept with the operation, the ground before names. */
export interface EffectEvidence {
  readonly by: (typeof effectVoices)[number]
  readonly says: Effect
  /** What it was read from: `GET`, `mutation`, `delete of deleteUser`, an operator's reason. */
  readonly because: string
  /** Of the ground only. */
  readonly certainty?: EffectCertainty
}
