import { readPhrases } from '../goal/goal-phrases.ts'
import { type GoalIntent, readIntent } from '../goal/read-intent.ts'
import { intentOfPhrase } from '../goal/verb-intents.ts'
import { conceptsOf } from '../ontology/concept-index.ts'
import { splitWords } from '../words/split-words.ts'
import { termsOf } from '../words/terms.ts'
import type { LineDecision } from '../decisions.ts'
import type { OperationIndex } from './operation-index.ts'
import { type QueryParameter, toQueryParameter } from './slots.ts'
import type { QueryTerm } from './query-term.ts'

/** What is looked for: the goal in words, and the names of what the agent collects and wants back. */
export interface GoalText {
  readonly goal: string
  readonly parameters?: readonly string[]
  readonly outputs?: readonly string[]
  /** Says what the goal means when the caller knows it. */
  readonly isWrite?: boolean
  /** Outputs above class `contact` that a person has agreed to. */
  readonly allowSensitive?: readonly string[]
  /** What a person said about the lines of earlier drafts for the goal. */
  readonly decisions?: readonly LineDecision[]
}

export interface Query {
  readonly intent: GoalIntent
  /** In lower case. */
  readonly words: readonly string[]
  readonly goal: readonly QueryTerm[]
  /** The terms of the goal that are the thing it is about. */
  readonly object: readonly QueryTerm[]
  /** The terms of what the thing is of, in, for, with. */
  readonly rest: readonly QueryTerm[]
  readonly parameters: readonly QueryParameter[]
  readonly outputs: readonly (readonly QueryTerm[])[]
  /** Share of the goal's terms that no operation of the catalog knows in any way. */
  readonly unknown: number
}

const conceptStrength = 0.7
const prefixStrength = 0.6
const shortestPrefix = 5
/** Words in front weigh more: people say first what they want. */
const openingBonus = 1.3
const openingTerms = 3

export function readQuery(text: GoalText, index: OperationIndex): Query {
  const intent = readIntent(text.goal, index.openings)
  const phrases = readPhrases(text.goal)
  const terms = [...new Set(termsOf(text.goal))]
  const goal = terms.map((term, at) => weigh(term, index, at < openingTerms ? openingBonus : 1))
  return {
    intent: text.isWrite === undefined ? intent : { ...intent, effect: text.isWrite ? 'write' : 'read' },
    words: splitWords(text.goal),
    goal,
    object: amongst(goal, phrases.object),
    rest: amongst(goal, phrases.rest),
    unknown: goal.filter(({ isKnown }) => !isKnown).length / Math.max(1, goal.length),
    parameters: (text.parameters ?? []).map((name) =>
      toQueryParameter(termsOf(name).map((term) => weigh(term, index, 1))),
    ),
    outputs: (text.outputs ?? []).map((name) => termsOf(name).map((term) => weigh(term, index, 1))),
  }
}

function amongst(goal: readonly QueryTerm[], words: readonly string[]): readonly QueryTerm[] {
  const wanted = new Set(termsOf(words.join(' ')))
  return goal.filter(({ text }) => wanted.has(text))
}

function weigh(text: string, index: OperationIndex, bonus: number): QueryTerm {
  const matches = matchTerms(text, index)
  let count = 0
  let isKnown = false
  for (let term = 0; term < matches.length; term++) {
    const strength = matches[term] ?? 0
    if (strength === 0) continue
    isKnown = true
    count += (index.labelCounts[term] ?? 0) * strength
  }
  const weight = isKnown ? bonus * Math.log(1 + index.operations.length / (1 + count)) : 0
  return { text, isVerb: intentOfPhrase(text) !== undefined, matches, isKnown, weight }
}

function matchTerms(text: string, { terms, byConcept }: OperationIndex): Float32Array {
  const matches = new Float32Array(terms.size)
  const add = (term: number, strength: number): void => {
    if ((matches[term] ?? 0) < strength) matches[term] = strength
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
