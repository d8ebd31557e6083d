import { type ConditionOperator, operatorsOf } from '@bindery/model'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import { mention, spokenOf } from '../assignment/mention.ts'
import { nameTerms, termFit } from '../assignment/name-fit.ts'
import { isIdTerm, namesAnId } from '../words/id-words.ts'
import { type GoalWords, readNumber, wordsOf } from './goal-words.ts'
import { doubtsOf, type MeantFields } from './meant-fields.ts'
import type { SaidPart } from './part.ts'
import { depthInRow, type RowFields } from './row-fields.ts'

const comparisons: readonly (readonly [RegExp, ConditionOperator])[] = [
  [/\b(?:over|above|more than|greater than|exceeding|bigger than|higher than)\b/, 'gt'],
  [/\b(?:at least|no less than|from|minimum of)\b/, 'gte'],
  [/\b(?:under|below|less than|fewer than|cheaper than|lower than|smaller than)\b/, 'lt'],
  [/\b(?:at most|up to|no more than|maximum of)\b/, 'lte'],
]

const money = '(?:€|\\$|£|¥|eur|euros?|usd|dollars?|gbp|pounds?|chf|francs?)'
const times = '(?:minutes?|hours?|days?|weeks?|months?|years?|am|pm|o.clock)'

/** `over 100 euros`: rows whose number stands so to it. Which field is meant is asked where the goal does not say it and several could be. */
export function readComparisons(goal: GoalWords, { fields }: RowFields): readonly SaidPart[] {
  return comparisons.flatMap(([pattern, op]): readonly SaidPart[] => {
    const found = new RegExp(
      `${pattern.source}\\s+(${money})?\\s*(\\d+(?:[.,]\\d+)?|[a-z]+)\\s*(${money})?(?!\\s*${times}\\b)(?:\\s|$|[,.;!?])`,
    ).exec(goal.text)
    const value = found === null ? undefined : readNumber(found[2] ?? '')
    if (found === null || value === undefined) return []
    const isMoney = found[1] !== undefined || found[3] !== undefined
    const meant = numbersOf(fields, goal, isMoney)
    const [leaf] = meant.leaves
    if (leaf === undefined || !operatorsOf(leaf.type).includes(op)) return []
    return [
      {
        part: { kind: 'condition', leaf, op, value },
        words: wordsOf(found[0]),
        by: 'words',
        ...doubtsOf(meant),
      },
    ]
  })
}

/** The fields that a number could be about: those that the goal speaks of, else those of money where it is money, else all. */
export function numbersOf(
  fields: readonly AnswerPath[],
  { stems }: GoalWords,
  isMoney: boolean,
): MeantFields {
  const all = fields.filter((leaf) => isNumber(leaf) && depthInRow(leaf) <= 2)
  const own = ({ names }: AnswerPath): readonly string[] => nameTerms(names.at(-1) ?? '')
  const spoken = all.filter((leaf) => mention(own(leaf), stems) >= spokenOf)
  if (spoken.length > 0) return { leaves: nearest(spoken), isGuess: false }
  const paid = all.filter((leaf) => isMoneyLike(own(leaf)) || isDecimal(leaf))
  return { leaves: nearest(isMoney ? paid : all), isGuess: !isMoney }
}

const nearest = (leaves: readonly AnswerPath[]): readonly AnswerPath[] => {
  const least = Math.min(...leaves.map(depthInRow))
  return leaves.filter((leaf) => depthInRow(leaf) === least)
}

const isNumber = ({ type, names }: AnswerPath): boolean => {
  const terms = nameTerms(names.at(-1) ?? '')
  const isPlain = type.kind === 'scalar' && ['integer', 'int64', 'number', 'decimal'].includes(type.scalar)
  return isPlain && !namesAnId(terms) && !terms.some(isIdTerm)
}

const isDecimal = ({ type }: AnswerPath): boolean => type.kind === 'scalar' && type.scalar === 'decimal'

const isMoneyLike = (terms: readonly string[]): boolean =>
  terms.some((term) => ['price', 'amount', 'total', 'balanc'].some((word) => termFit(term, word) >= 0.75))
