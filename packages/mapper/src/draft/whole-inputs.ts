import { indexCatalog, type Operation, type TypeRef } from '@bindery/model'
import { mention } from '../assignment/mention.ts'
import { nameTerms, tellingName } from '../assignment/name-fit.ts'
import { type ArgumentPlace, argumentPlaces } from '../assignment/places.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import { termsOf } from '../words/terms.ts'
import { parameterName } from './proposed-names.ts'
import type { DraftQuestion } from './questions.ts'

/** What an agent is asked for in place of a whole object: one field of it, with a question; `none` where it has no single value. */
export type PartOfWhole =
  | {
      readonly status: 'field'
      readonly field: string
      readonly param: string
      readonly question: DraftQuestion
    }
  | { readonly status: 'none' }

/** What to ask for in place of an argument or a field; undefined for a single value, which is asked for itself. */
export type WholeInputs = (target: string) => PartOfWhole | undefined

export const takesNothingWhole: WholeInputs = () => undefined

/**
 * No agent collects an object, or a list of them: of one that an operation needs and that may be empty, the field is asked for that
 * the goal speaks of most, or the first, and a person says whether that is meant.
 */
export function wholeInputs(operation: Operation, { goal, index }: PreparedGoal): WholeInputs {
  const places = argumentPlaces(operation, indexCatalog(index.catalog))
  const words = termsOf(goal.goal)
  const spoken = ({ path }: ArgumentPlace): number => mention(nameTerms(tellingName(path).own), words)
  return (target) => {
    const input = operation.arguments.find(({ name }) => name === target)
    const place = places.find((each) => each.target === target)
    const type = place?.type ?? input?.type
    if (type === undefined || !isObject(type)) return undefined
    const above = place?.path ?? [target]
    const [best] = places
      .filter(({ path, type: own }) => path.length > above.length && isSingle(own) && startsWith(path, above))
      .sort((a, b) => spoken(b) - spoken(a) || a.depth - b.depth)
    if (best === undefined) return { status: 'none' }
    const param = parameterName(best, new Set())
    const question = `The operation needs "${target}" and leaves open what of it. Is "${best.target}" meant?`
    return {
      status: 'field',
      field: best.target,
      param,
      question: { about: 'parameter', name: param, question },
    }
  }
}

const isObject = (type: TypeRef): boolean =>
  type.kind === 'object' || type.kind === 'map' || (type.kind === 'list' && isObject(type.items))

const isSingle = ({ kind }: TypeRef): boolean => kind === 'scalar' || kind === 'enum'

const startsWith = (path: readonly string[], above: readonly string[]): boolean =>
  above.every((name, at) => path[at] === name)
