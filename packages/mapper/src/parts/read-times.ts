import type { ConditionOperator } from '@bindery/model'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import { mention, spokenOf } from '../assignment/mention.ts'
import { nameTerms, termFit } from '../assignment/name-fit.ts'
import { type GoalWords, readNumber, wordsOf } from './goal-words.ts'
import { doubtsOf, type MeantFields } from './meant-fields.ts'
import { isRelative, type SaidPart } from './part.ts'
import { depthInRow, type RowFields } from './row-fields.ts'

/** A stretch of time counted from the call, and whether it lies before it or after. */
interface Stretch {
  readonly bounds: readonly (readonly [ConditionOperator, string])[]
  readonly lies: 'before' | 'after' | 'around'
}

type Reader = (found: RegExpExecArray) => Stretch | undefined

const letters: Readonly<Record<string, string>> = { hour: 'H', day: 'D', week: 'W', month: 'M', year: 'Y' }

function duration(
  count: string,
  unit: string,
): { readonly text: string; readonly isWhole: boolean } | undefined {
  const number = count === 'a' || count === 'an' || count === '' ? 1 : readNumber(count)
  const letter = letters[unit.replace(/s$/, '')]
  if (number === undefined || letter === undefined || !Number.isInteger(number) || number < 1)
    return undefined
  const isWhole = letter !== 'H'
  return { text: isWhole ? `P${number}${letter}` : `PT${number}H`, isWhole }
}

const between = (from: string, to: string, lies: Stretch['lies']): Stretch => ({
  bounds: [
    ['gte', from],
    ['lt', to],
  ],
  lies,
})

const count = '(a|an|\\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)'
const unit = '(hours?|days?|weeks?|months?|years?)'

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/\btoday(?:'s)?\b/, () => ({ bounds: [['eq', 'today']], lies: 'around' })],
  [/\btomorrow(?:'s)?\b/, () => ({ bounds: [['eq', 'today+P1D']], lies: 'after' })],
  [/\bsince yesterday\b/, () => ({ bounds: [['gte', 'today-P1D']], lies: 'before' })],
  [/\byesterday(?:'s)?\b/, () => ({ bounds: [['eq', 'today-P1D']], lies: 'before' })],
  [/\bthis week(?:'s)?\b/, () => between('startOfWeek', 'startOfWeek+P7D', 'around')],
  [/\b(?:last|previous) week(?:'s)?\b/, () => between('startOfWeek-P7D', 'startOfWeek', 'before')],
  [/\bnext week(?:'s)?\b/, () => between('startOfWeek+P7D', 'startOfWeek+P14D', 'after')],
  [/\bthis month(?:'s)?\b/, () => between('startOfMonth', 'startOfMonth+P1M', 'around')],
  [/\b(?:last|previous) month(?:'s)?\b/, () => between('startOfMonth-P1M', 'startOfMonth', 'before')],
  [/\bnext month(?:'s)?\b/, () => between('startOfMonth+P1M', 'startOfMonth+P2M', 'after')],
  [
    new RegExp(`\\b(?:last|past|previous) ${count} ${unit}\\b`),
    ([, number = '', word = '']) => {
      const length = duration(number, word)
      const base = length?.isWhole === true ? 'today' : 'now'
      return length && { bounds: [['gte', `${base}-${length.text}`]], lies: 'before' }
    },
  ],
  [
    new RegExp(`\\b(?:next|coming|following) ${count} ${unit}\\b`),
    ([, number = '', word = '']) => {
      const length = duration(number, word)
      if (length === undefined) return undefined
      const base = length.isWhole ? 'today' : 'now'
      return {
        bounds: [
          ['gte', 'now'],
          ['lte', `${base}+${length.text}`],
        ],
        lies: 'after',
      }
    },
  ],
  [
    new RegExp(`\\b(?:older than|longer than|more than|over) ${count} ${unit}(?: ago| old)?\\b`),
    ([, number = '', word = '']) => {
      const length = duration(number, word)
      return (
        length && { bounds: [['lt', `${length.isWhole ? 'today' : 'now'}-${length.text}`]], lies: 'before' }
      )
    },
  ],
]

/** All days and moments that a goal speaks of, as a binding writes them. */
export const timesSaid = ({ text }: GoalWords): readonly string[] =>
  readers.flatMap(([pattern, read]) => {
    const found = pattern.exec(text)
    return (found === null ? undefined : read(found))?.bounds.map(([, relative]) => relative) ?? []
  })

/** The words that say them. */
export const timeWords = ({ text }: GoalWords): readonly string[] =>
  readers.flatMap(([pattern]) => wordsOf(pattern.exec(text)?.[0] ?? ''))

/** `today`, `in the next 7 days`, `older than a week`: rows by a day or moment. Which field is meant is asked where several could be. */
export function readTimes(goal: GoalWords, { fields }: RowFields): readonly SaidPart[] {
  for (const [pattern, read] of readers) {
    const found = pattern.exec(goal.text)
    const stretch = found === null ? undefined : read(found)
    if (found === null || stretch === undefined) continue
    const meant = momentsOf(fields, goal, stretch.lies)
    const [leaf] = meant.leaves
    if (leaf === undefined) return []
    return stretch.bounds.map(([op, relative], at) => ({
      part: { kind: 'time', leaf, op, relative },
      phrase: found[0],
      words: at === 0 ? wordsOf(found[0]) : [],
      by: 'words',
      ...(at > 0 ? {} : doubtsOf(meant)),
    }))
  }
  return []
}

/** What is usual for rows of the past and of what is to come, best first. */
const usual: Readonly<Record<Stretch['lies'], readonly string[]>> = {
  before: ['creat', 'place', 'open', 'issu', 'sent', 'date'],
  after: ['start', 'due', 'schedul', 'begin', 'date'],
  around: ['start', 'due', 'schedul', 'date', 'creat'],
}

/** Moments of a row that a goal could mean: those it speaks of, else what is usual, else all of the nearest. */
export function momentsOf(
  fields: readonly AnswerPath[],
  { stems }: GoalWords,
  lies: Stretch['lies'],
): MeantFields {
  const all = fields.filter((leaf) => isRelative(leaf.type) && depthInRow(leaf) <= 2)
  const own = ({ names }: AnswerPath): readonly string[] =>
    nameTerms(names.at(-1) ?? '').filter((term) => !faint.has(term))
  const spoken = all.filter((leaf) => own(leaf).length > 0 && mention(own(leaf), stems) >= spokenOf)
  if (spoken.length > 0) return { leaves: spoken, isGuess: false }
  const least = Math.min(...all.map(depthInRow))
  const near = all.filter((leaf) => depthInRow(leaf) === least)
  for (const word of usual[lies]) {
    const fitting = near.filter((leaf) => own(leaf).some((term) => termFit(term, word) === 1))
    if (fitting.length > 0) return { leaves: fitting, isGuess: false }
  }
  return { leaves: near, isGuess: true }
}

const faint = new Set(['at', 'on', 'time'])
