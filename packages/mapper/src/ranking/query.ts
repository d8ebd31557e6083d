import { intentOfTerm, type GoalIntent, readIntent } from '../goal/read-intent.ts'
import { conceptsOf } from '../ontology/concept-index.ts'
import { termsOf } from '../words/terms.ts'
import type { OperationIndex } from './operation-index.ts'

/** What is looked for: the goal in words, and the names of what the agent collects and wants back. */
export interface GoalText {
  readonly goal: string
  readonly parameters?: readonly string[]
  readonly outputs?: readonly string[]
  /** Says what the goal means when the caller knows it. */
  readonly isWrite?: boolean
}

/** One word of a goal against the terms of a catalog. */
export interface QueryTerm {
  readonly text: string
  readonly isVerb: boolean
  /** How well each term of the catalog means it, 0 to 1; absent terms do not. */
  readonly matches: ReadonlyMap<number, number>
  /** How much it tells, from how few labels it fits. */
  readonly weight: number
}

export interface Query {
  readonly intent: GoalIntent
  readonly goal: readonly QueryTerm[]
  readonly parameters: readonly (readonly QueryTerm[])[]
  readonly outputs: readonly (readonly QueryTerm[])[]
}

const conceptStrength = 0.7
const prefixStrength = 0.6
const shortestPrefix = 5
/** Words in front weigh more: people say first what they want. */
const openingBonus = 1.3
const openingTerms = 3

export function readQuery(text: GoalText, index: OperationIndex): Query {
  const intent = readIntent(text.goal)
  const terms = [...new Set(termsOf(text.goal))]
  return {
    intent: text.isWrite === undefined ? intent : { ...intent, effect: text.isWrite ? 'write' : 'read' },
    goal: terms.map((term, at) => weigh(term, index, at < openingTerms ? openingBonus : 1)),
    parameters: (text.parameters ?? []).map((name) => termsOf(name).map((term) => weigh(term, index, 1))),
    outputs: (text.outputs ?? []).map((name) => termsOf(name).map((term) => weigh(term, index, 1))),
  }
}

function weigh(text: string, index: OperationIndex, bonus: number): QueryTerm {
  const matches = matchTerms(text, index)
  let count = 0
  for (const [term, strength] of matches) count += (index.labelCounts[term] ?? 0) * strength
  const weight = matches.size === 0 ? 0 : bonus * Math.log(1 + index.operations.length / (1 + count))
  return { text, isVerb: intentOfTerm(text) !== undefined, matches, weight }
}

function matchTerms(text: string, { terms, byConcept }: OperationIndex): ReadonlyMap<number, number> {
  const matches = new Map<number, number>()
  const add = (term: number, strength: number): void => {
    if ((matches.get(term) ?? 0) < strength) matches.set(term, strength)
  }
  for (const concept of conceptsOf(text))
    for (const term of byConcept.get(concept) ?? []) add(term, conceptStrength)
  if (text.length >= shortestPrefix)
    for (const [known, term] of terms)
      if (known.length >= shortestPrefix && (known.startsWith(text) || text.startsWith(known)))
        add(term, prefixStrength)
  const own = terms.get(text)
  if (own !== undefined) add(own, 1)
  return matches
}
