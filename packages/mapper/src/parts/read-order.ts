import type { AnswerPath } from '../assignment/answer-paths.ts'
import { type GoalWords, readNumber, wordsOf } from './goal-words.ts'
import { doubtsOf, type MeantFields } from './meant-fields.ts'
import type { SaidPart } from './part.ts'
import { numbersOf } from './read-comparisons.ts'
import { momentsOf } from './read-times.ts'
import type { RowFields } from './row-fields.ts'

interface Superlative {
  readonly by: 'moment' | 'number'
  readonly direction: 'asc' | 'desc'
  readonly lies: 'before' | 'after'
  /** Only what is still to come. */
  readonly isAhead?: true
}

const past = { by: 'moment', lies: 'before' } as const
const superlatives: readonly (readonly [string, Superlative])[] = [
  ['newest|latest|most recent|last', { ...past, direction: 'desc' }],
  ['oldest|earliest', { ...past, direction: 'asc' }],
  ['next|upcoming', { by: 'moment', direction: 'asc', lies: 'after', isAhead: true }],
  ['soonest', { by: 'moment', direction: 'asc', lies: 'after' }],
  ['cheapest|lowest|smallest', { by: 'number', direction: 'asc', lies: 'before' }],
  ['most expensive|dearest|highest|largest|biggest|top', { by: 'number', direction: 'desc', lies: 'before' }],
]

/** Behind `last` and `next` these make something else of it than an order. */
const counted = '\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve'
const others = `(?!\\s+(?:(?:${counted})\\s+)?(?:names?|hours?|days?|weeks?|months?|years?|time|step)\\b)`
const number = `(?:\\s+(${counted}))?`
const mostRows = 100

/** `the last three orders`, `newest first`, `the cheapest product`: the order of rows, and how many of them. */
export function readOrder(goal: GoalWords, { fields }: RowFields): readonly SaidPart[] {
  for (const [words, superlative] of superlatives) {
    const found = new RegExp(
      `\\b(?:${words})\\b${others}${number}(\\s+first\\b)?(?:\\s+(\\p{L}+))?`,
      'u',
    ).exec(goal.text)
    if (found === null) continue
    const [whole, many = '', first, noun = ''] = found
    const meant = leavesOf(superlative, fields, goal)
    const [leaf] = meant.leaves
    if (leaf === undefined) return []
    const said = wordsOf(noun === '' ? whole : whole.slice(0, -noun.length))
    const max = first === undefined ? howMany(many, noun) : undefined
    const together: readonly SaidPart[] = [
      ...(superlative.isAhead === true && first === undefined ? [ahead(leaf)] : []),
      {
        part: { kind: 'order', leaf, direction: superlative.direction },
        words: said,
        by: 'words',
        ...doubtsOf(meant),
      },
      ...(max === undefined ? [] : [limit(max, said)]),
    ]
    return together.map((each) => ({ ...each, phrase: whole }))
  }
  return readFirst(goal)
}

/** Words that say an order, whatever they order. */
export const orderSaid = ({ text }: GoalWords): readonly string[] =>
  superlatives.flatMap(([words]) =>
    wordsOf(new RegExp(`\\b(?:${words})\\b(?:\\s+first\\b)?`).exec(text)?.[0] ?? ''),
  )

const ahead = (leaf: AnswerPath): SaidPart => ({
  part: { kind: 'time', leaf, op: 'gte', relative: 'now' },
  words: [],
  by: 'words',
})

const limit = (max: number, words: readonly string[]): SaidPart => ({
  part: { kind: 'limit', max },
  words,
  by: 'words',
})

const leavesOf = (
  { by, lies, direction }: Superlative,
  fields: readonly AnswerPath[],
  goal: GoalWords,
): MeantFields =>
  by === 'moment' ? momentsOf(fields, goal, lies) : numbersOf(fields, goal, direction !== undefined)

/** One where one is spoken of: `the latest invoice`. */
function howMany(many: string, noun: string): number | undefined {
  const count = readNumber(many)
  if (count !== undefined)
    return Number.isInteger(count) && count >= 1 && count <= mostRows ? count : undefined
  const isOne = noun !== '' && !/[^s]s$/.test(noun)
  return isOne ? 1 : undefined
}

/** `the first five`: as they come. */
function readFirst(goal: GoalWords): readonly SaidPart[] {
  const found =
    /\b(?:first|only|at most|up to)\s+(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)\s+\p{L}+/u.exec(
      goal.text,
    )
  const max = found === null ? undefined : readNumber(found[1] ?? '')
  if (found === null || max === undefined || !Number.isInteger(max) || max < 1 || max > mostRows) return []
  return [limit(max, wordsOf(found[0]).slice(0, -1))]
}
