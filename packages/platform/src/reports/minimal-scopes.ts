/** What an operation asks for: any one of these sets of scopes opens it. */
export type ScopeAlternatives = readonly (readonly string[])[]

export interface ScopeQuestion {
  /** One entry per operation that enabled skills call. */
  readonly needed: readonly ScopeAlternatives[]
  /** One entry per operation of the provider: what a scope opens beyond what is needed. */
  readonly offered: readonly ScopeAlternatives[]
}

/** Sets that are looked at before the best one found so far counts; providers with so many choices do not exist. */
const mostLooks = 20_000

/**
 * The scopes that open every needed operation and as little else as can be: of all combinations of alternatives the one
 * that opens the fewest operations of the provider, then the one with the fewest scopes, then the first by name.
 */
export function minimalScopes({ needed, offered }: ScopeQuestion): readonly string[] {
  const choices = distinct(needed.filter((alternatives) => alternatives.length > 0))
  const cost = costOf(offered)
  let best: Scored | undefined
  let looks = 0
  const choose = (at: number, held: ReadonlySet<string>): void => {
    looks += 1
    if (looks > mostLooks && best !== undefined) return
    const scored = { scopes: [...held].sort(), cost: cost(held) }
    // More scopes never open less, so a branch that is behind stays behind.
    if (best !== undefined && compare(best, scored) <= 0) return
    const alternatives = choices[at]
    if (alternatives === undefined) {
      best = scored
      return
    }
    if (alternatives.some((scopes) => scopes.every((scope) => held.has(scope)))) {
      choose(at + 1, held)
      return
    }
    for (const scopes of alternatives) choose(at + 1, new Set([...held, ...scopes]))
  }
  choose(0, new Set())
  return best === undefined ? [] : scopesOf(best)
}

export interface ScopeComparison {
  /** Not granted, and without them some operation stays closed. */
  readonly missing: readonly string[]
  /** Needed and granted. */
  readonly exact: readonly string[]
  /** Granted beyond what is needed; a broader scope may stand in for a needed one. */
  readonly excess: readonly string[]
}

/** Compares with what was granted: an operation that a granted alternative opens lacks nothing. */
export function compareScopes(question: ScopeQuestion, granted: readonly string[]): ScopeComparison {
  const held = new Set(granted)
  const closed = question.needed.filter(
    (alternatives) => alternatives.length > 0 && !isOpen(alternatives, held),
  )
  const missing = minimalScopes({
    needed: closed.map((alternatives) =>
      alternatives.map((scopes) => scopes.filter((name) => !held.has(name))),
    ),
    offered: question.offered,
  })
  const needed = new Set(minimalScopes(question))
  return {
    missing,
    exact: [...needed].filter((scope) => held.has(scope)),
    excess: [...held].filter((scope) => !needed.has(scope)).sort(),
  }
}

interface Scored {
  readonly scopes: readonly string[]
  readonly cost: number
}

const scopesOf = (scored: Scored): readonly string[] => scored.scopes

function compare(a: Scored, b: Scored): number {
  if (a.cost !== b.cost) return a.cost - b.cost
  if (a.scopes.length !== b.scopes.length) return a.scopes.length - b.scopes.length
  const [left, right] = [a.scopes.join(' '), b.scopes.join(' ')]
  return left < right ? -1 : left > right ? 1 : 0
}

const isOpen = (alternatives: ScopeAlternatives, held: ReadonlySet<string>): boolean =>
  alternatives.some((scopes) => scopes.every((scope) => held.has(scope)))

/** How many operations a set of scopes opens, of those that ask for any. */
function costOf(offered: readonly ScopeAlternatives[]): (held: ReadonlySet<string>) => number {
  const guarded = offered.filter(
    (alternatives) => alternatives.length > 0 && alternatives.every((scopes) => scopes.length > 0),
  )
  return (held) => guarded.filter((alternatives) => isOpen(alternatives, held)).length
}

/** Each different requirement once, those with fewer choices first. */
function distinct(needed: readonly ScopeAlternatives[]): readonly ScopeAlternatives[] {
  const known = new Map(needed.map((alternatives) => [JSON.stringify(alternatives), alternatives]))
  return [...known.values()].sort((a, b) => a.length - b.length)
}
