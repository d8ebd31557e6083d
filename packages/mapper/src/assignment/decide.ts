import { type LineDecision, pairVerdict } from '../decisions.ts'

/** Names that are to be put to places, and what people said of earlier placings. */
export interface NamesToPlace {
  readonly names: readonly string[]
  readonly decisions?: readonly LineDecision[]
}

/** The score of a line that a person decided: more than any fit of names gives. */
export const decidedScore = 2

/** A fit of names to places in which what a person decided is settled before anything is compared. */
export function decide<Place>(
  kind: 'input' | 'output',
  decisions: readonly LineDecision[],
  {
    fit,
    textOf,
  }: { readonly fit: (name: string, place: Place) => number; readonly textOf: (place: Place) => string },
): (name: string, place: Place) => number {
  if (decisions.length === 0) return fit
  return (name, place) => {
    const verdict = pairVerdict(decisions, kind, { name, place: textOf(place) })
    if (verdict === 'open') return fit(name, place)
    return verdict === 'decided' ? decidedScore : 0
  }
}
