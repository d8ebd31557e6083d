/** One name put to one place, with how well it fits (0 to 1) and what would have been next. */
export interface Assigned<Place> {
  readonly name: string
  readonly place: Place
  readonly score: number
  readonly margin: number
  /** Other places that fit, best first. */
  readonly others: readonly Place[]
  /** Nobody named it: the name is made up for a place that the goal seems to need. */
  readonly isProposed?: true
  /** The goal says that what is meant is known by it, so that every call gives it. */
  readonly isAsked?: true
  /**
   * Asked about, since nothing but its type speaks for the place (`type_only`), little does and what both mean is known to
   * differ (`unlike`), nothing says that it is this identity of the record (`unproved`), what the catalog says of both speaks against it
   * (`contrary`), or a model chose the rest and was not shown it (`not_shown`).
   */
  readonly doubt?: 'type_only' | 'unlike' | 'unproved' | 'contrary' | 'not_shown'
}

export interface AssignmentTask<Place> {
  readonly names: readonly string[]
  readonly places: readonly Place[]
  readonly score: (name: string, place: Place) => number
  /** A pair below it is not made. */
  readonly least: number
}

const mostOthers = 3

/**
 * Puts each name to at most one place and each place to at most one name, the best pair of all first. Greedy: with a
 * handful of names the best sum over all pairs gives the same, and greed says which line decided.
 */
export function assign<Place>(task: AssignmentTask<Place>): readonly Assigned<Place>[] {
  const { names, places, score, least } = task
  const pairs = names.flatMap((name, nameAt) =>
    places.flatMap((place, placeAt) => {
      const value = score(name, place)
      return value < least ? [] : [{ name, place, value, nameAt, placeAt }]
    }),
  )
  pairs.sort((a, b) => b.value - a.value || a.placeAt - b.placeAt)
  const takenNames = new Set<number>()
  const takenPlaces = new Set<number>()
  const chosen: typeof pairs = []
  for (const pair of pairs) {
    if (takenNames.has(pair.nameAt) || takenPlaces.has(pair.placeAt)) continue
    takenNames.add(pair.nameAt)
    takenPlaces.add(pair.placeAt)
    chosen.push(pair)
  }
  return chosen
    .sort((a, b) => a.nameAt - b.nameAt)
    .map(({ name, place, value, nameAt, placeAt }) => {
      const rest = pairs.filter((pair) => pair.nameAt === nameAt && pair.placeAt !== placeAt)
      return {
        name,
        place,
        score: value,
        margin: value - (rest[0]?.value ?? 0),
        others: rest.slice(0, mostOthers).map((pair) => pair.place),
      }
    })
}
