import type { Effect, EffectCertainty, EffectEvidence, Operation } from '@bindery/model'

/** What is known of an effect before names are read. */
export interface EffectGround {
  /** What holds where names say nothing. */
  readonly says: Effect
  /** What says so: `GET`, `mutation`, `readOnlyHint`. */
  readonly because: string
  /** `operator` where a person described the operation. */
  readonly by: 'protocol' | 'operator'
  readonly certainty: EffectCertainty
}

/** The ground, and which names there are to read. */
export interface EffectClaim extends EffectGround {
  /** The name that its provider gave it; absent when it was made from the path. */
  readonly name?: string
  /** Literal segments of its path. */
  readonly path?: readonly string[]
  /** One address serves many operations, so that its method says nothing: only a reading verb makes a read. */
  readonly isCatchAll?: true
  /** A read by a hint of the server that nothing holds it to: a word of writing beside it is enough against it. */
  readonly isHint?: true
}

/**
 * The claim for one operation of a catalog, from what the operation itself holds: a stored catalog is judged anew without
 * its provider. `siblings` are all operations of the catalog.
 */
export type ClaimEffect = (operation: Operation, siblings: readonly Operation[]) => EffectClaim

/** What an operation holds until the pass over effects has judged it: the gravest, so that nothing passes unjudged. */
export const unjudgedEffect = { effect: 'delete', effectOrigin: 'inferred' } as const

/** The members of an operation that a lifter fills in before names are read. */
export function groundEffect(
  ground: EffectGround,
): Required<Pick<Operation, 'effect' | 'effectOrigin' | 'effectEvidence'>> {
  const { says, by, because, certainty } = ground
  return {
    effect: says,
    effectOrigin: by === 'operator' ? 'operator' : 'declared',
    effectEvidence: [{ by, says, because, certainty }],
  }
}

/** The ground that an operation was lifted with; undefined for catalogs that were stored without evidence. */
export function findGround({ effectEvidence }: Operation): EffectGround | undefined {
  const [first] = effectEvidence ?? []
  return first === undefined ? undefined : toGround(first)
}

function toGround({ by, says, because, certainty }: EffectEvidence): EffectGround | undefined {
  if (certainty === undefined || (by !== 'protocol' && by !== 'operator')) return undefined
  return { by, says, because, certainty }
}
