import type { Operation } from '@bindery/model'
import { isIdTerm, namesAnId } from '../words/id-words.ts'
import { nameStems } from '../words/terms.ts'
import type { QueryTerm } from './query-term.ts'
import type { Route } from './route.ts'

/**
 * What each required place for the identity of a record is an identity of, as stemmed words: the slots of a route, or the
 * ids that a query of GraphQL asks for. A bare `id` is of what stands before it in the route, else of `about`.
 */
export function slotsOf(
  operation: Operation,
  route: Route,
  about: readonly string[],
): readonly (readonly string[])[] {
  return operation.arguments
    .filter((argument) => argument.required && argument.role !== 'credential')
    .flatMap((argument): (readonly string[])[] => {
      const name = nameStems(argument.name)
      if (argument.place !== 'path' && !(argument.place === 'argument' && namesAnId(name))) return []
      const context = nameStems(route.contexts.get(argument.name) ?? '')
      const own = [...new Set([...name.filter((term) => !isIdTerm(term)), ...context])]
      return [own.length > 0 ? own : about]
    })
}

/** How the parameters of a goal go with the slots of an operation. */
export interface SlotFit {
  /** How well the slots are named by parameters, 0 to 1; 1 without slots. */
  readonly given: number
  /** How many slots no parameter names. */
  readonly missing: number
  /** The last slot, which says what record the operation is about, is named. */
  readonly isLastGiven: boolean
  /** Share of the parameters that name ids which go to a slot; 0 without any. */
  readonly idsInSlots: number
  /** Share of them that no slot and no other argument speaks of. */
  readonly idsLeft: number
  /** An id of the very thing that the operation is about goes to no slot. */
  readonly isOwnIdLeft: boolean
}

interface Slotted {
  readonly slots: readonly (readonly number[])[]
  readonly arguments: readonly number[]
  readonly resource: readonly number[]
}

/** Puts each parameter to at most one slot, from the last slot on, by what both are about. */
export function fitSlots(
  { slots, arguments: all, resource }: Slotted,
  parameters: readonly QueryParameter[],
): SlotFit {
  const free = new Set(parameters)
  const taken = new Map<number, number>()
  for (let at = slots.length - 1; at >= 0; at--) {
    const slot = slots[at] ?? []
    const best = strongest(free, slot)
    if (best === undefined) continue
    free.delete(best)
    taken.set(at, Math.min(1, speaksOf(best, slot)))
  }
  const ids = parameters.filter(({ isId }) => isId)
  const inSlots = ids.filter((parameter) => !free.has(parameter)).length
  const left = ids.filter((parameter) => free.has(parameter))
  const strength = [...taken.values()].reduce((sum, value) => sum + value, 0)
  return {
    given: slots.length === 0 ? 1 : strength / slots.length,
    missing: slots.length - taken.size,
    isLastGiven: taken.has(slots.length - 1),
    idsInSlots: ids.length === 0 ? 0 : inSlots / ids.length,
    idsLeft: left.filter((parameter) => speaksOf(parameter, all) < 0.5).length / Math.max(1, ids.length),
    isOwnIdLeft: left.some((parameter) => speaksOf(parameter, resource) >= 0.6),
  }
}

/** The name of something that the agent collects. */
export interface QueryParameter {
  readonly terms: readonly QueryTerm[]
  /** The words without those that only say that it is an id; all of them when there are no others. */
  readonly nouns: readonly QueryTerm[]
  readonly isId: boolean
}

export function toQueryParameter(terms: readonly QueryTerm[]): QueryParameter {
  const nouns = terms.filter(({ text }) => !isIdTerm(text))
  return { terms, nouns: nouns.length > 0 ? nouns : terms, isId: namesAnId(terms.map(({ text }) => text)) }
}

const leastStrength = 0.35

function strongest(free: ReadonlySet<QueryParameter>, slot: readonly number[]): QueryParameter | undefined {
  let best: QueryParameter | undefined
  let most = leastStrength
  for (const parameter of free) {
    const strength = speaksOf(parameter, slot) + (parameter.isId ? 0.1 : 0)
    if (strength <= most) continue
    most = strength
    best = parameter
  }
  return best
}

/** How much of a parameter's name some terms say, 0 to 1. */
function speaksOf({ nouns }: QueryParameter, terms: readonly number[]): number {
  let sum = 0
  for (const { matches } of nouns) {
    let best = 0
    for (const term of terms) best = Math.max(best, matches[term] ?? 0)
    sum += best
  }
  return nouns.length === 0 ? 0 : sum / nouns.length
}
