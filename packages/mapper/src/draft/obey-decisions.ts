import type { Assigned } from '../assignment/assign.ts'
import { decidedScore } from '../assignment/decide.ts'
import { isNoParameter, type LineDecision, pairVerdict } from '../decisions.ts'

/** Where the lines of one kind may go, and how a draft writes that down. */
interface Decided<Place> {
  readonly kind: 'input' | 'output'
  readonly decisions: readonly LineDecision[]
  readonly places: readonly Place[]
  readonly textOf: (place: Place) => string
}

/**
 * Proposed lines as people left them: what was accepted stands first, wherever it was put; what was rejected is gone, and nothing
 * takes its place.
 */
export function obeyDecisions<Place>(
  proposed: readonly Assigned<Place>[],
  { kind, decisions, places, textOf }: Decided<Place>,
): readonly Assigned<Place>[] {
  const accepted = decisions.flatMap((decision): Assigned<Place>[] => {
    if (decision.kind !== kind || decision.verdict !== 'accept' || isNoParameter(decision.name)) return []
    const place = places.find((each) => textOf(each) === decision.place)
    return place === undefined
      ? []
      : [{ name: decision.name, place, score: decidedScore, margin: 0, others: [] }]
  })
  const isOpen = ({ name, place }: Assigned<Place>): boolean =>
    pairVerdict(decisions, kind, { name, place: textOf(place) }) === 'open' &&
    !accepted.some((line) => textOf(line.place) === textOf(place))
  return [...accepted, ...proposed.filter(isOpen)]
}
