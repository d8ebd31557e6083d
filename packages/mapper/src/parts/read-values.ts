import type { Operation } from '@bindery/model'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import { nameTerms } from '../assignment/name-fit.ts'
import type { GoalAct } from '../goal/leading-verb.ts'
import { isIdTerm } from '../words/id-words.ts'
import { splitWords } from '../words/split-words.ts'
import { stem } from '../words/stem.ts'
import { stopWords } from '../words/stop-words.ts'
import type { ClosedValues } from './closed-values.ts'
import { type GoalWords, isNegated } from './goal-words.ts'
import { type Part, partLine, type PartValue, type SaidPart } from './part.ts'

interface ValueScene {
  readonly goal: GoalWords
  readonly act: GoalAct | undefined
  readonly operation: Operation
  readonly parameters: AssignedParameters
  /** Whether records that are read are called so, as a stemmed word. */
  readonly isRecord: (term: string) => boolean
}

interface SpokenValue {
  readonly part: Part
  /** The stems of the goal that say the value. */
  readonly key: string
  readonly words: readonly string[]
}

/**
 * Values of the catalog that a goal says: `open` of a listed status, `active` of `is_active`. What is sent comes before what is tested on
 * rows; what several places could mean is asked about. A word that only says what the operation is about, or what it does, says no value.
 */
export function readValues(closed: readonly ClosedValues[], scene: ValueScene): readonly SaidPart[] {
  const spoken = closed.flatMap((at) => at.values.flatMap((value) => spokenValue(at, value, scene) ?? []))
  const byWords = new Map<string, SpokenValue[]>()
  for (const each of spoken) byWords.set(each.key, [...(byWords.get(each.key) ?? []), each])
  // A value of more words says the shorter one too: `waiting for customer`.
  const keys = [...byWords.keys()]
  const longest = keys.filter(
    (key) => !keys.some((other) => other !== key && ` ${other} `.includes(` ${key} `)),
  )
  return longest.flatMap((key) => choose(byWords.get(key) ?? []))
}

function choose(candidates: readonly SpokenValue[]): readonly SaidPart[] {
  const [best, ...rest] = candidates.toSorted((a, b) => rank(b.part) - rank(a.part))
  if (best === undefined) return []
  const rivals = rest
    .filter(
      ({ part }) => rank(part) === rank(best.part) && partLine(part).place !== partLine(best.part).place,
    )
    .map(({ part }) => partLine(part).place)
  const { part, words } = best
  return [{ part, words, by: 'words', ...(rivals.length === 0 ? {} : { rivals }) }]
}

/** What is sent leaves nothing to be read in vain; of what is tested, what stands in the row itself. */
function rank(part: Part): number {
  if (part.kind === 'constant') return 10 - part.place.depth
  return part.kind === 'condition' ? 5 - part.leaf.names.length : 0
}

function spokenValue(at: ClosedValues, value: PartValue, scene: ValueScene): SpokenValue | undefined {
  const { goal, parameters } = scene
  // What the agent gives is not fixed, nor is the field that shows it.
  if (parameters.assigned.some(({ place }) => lastOf(place.path) === lastOf(pathOf(at)))) return undefined
  const isNeeded = at.of === 'place' && at.place.required
  const found =
    typeof value === 'boolean'
      ? spokenFlag(at, value, scene)
      : spokenWords(String(value), { ...scene, isNeeded })
  if (found === undefined) return undefined
  const isFlag = typeof value === 'boolean'
  const negated = !isFlag && isNegated(goal, found.at)
  const part = toPart(at, value, negated)
  if (part === undefined) return undefined
  const words = goal.words.slice(found.at, found.at + found.length)
  const before = goal.words[found.at - 1]
  return {
    part,
    key: goal.stems.slice(found.at, found.at + found.length).join(' '),
    words: negated && before !== undefined ? [before, ...words] : words,
  }
}

const pathOf = (at: ClosedValues): readonly string[] => (at.of === 'place' ? at.place.path : at.leaf.names)
const lastOf = (path: readonly string[]): string => nameTerms(path.at(-1) ?? '').join('_')

/** What is not to be is tested: no argument says so. */
function toPart(at: ClosedValues, value: PartValue, negated: boolean): Part | undefined {
  if (at.of === 'field') return { kind: 'condition', leaf: at.leaf, op: negated ? 'ne' : 'eq', value }
  return negated ? undefined : { kind: 'constant', place: at.place, value }
}

interface NeededScene extends ValueScene {
  /** The operation does nothing without a value there, so that its own name may say which. */
  readonly isNeeded: boolean
}

interface Found {
  readonly at: number
  readonly length: number
}

function spokenWords(value: string, scene: NeededScene): Found | undefined {
  const words = splitWords(value)
  const { goal } = scene
  // Two letters are a word where they are written large: `MX`.
  const isCode = /^[A-Z]{2}$/.test(value) && new RegExp(`\\b${value}\\b`).test(goal.original)
  const telling = words.filter(
    (word) => (isCode || (!stopWords.has(word) && word.length > 2)) && !/^\d+$/.test(word),
  )
  if (telling.length === 0 || words.length > 5) return undefined
  const stems = words.map(stem)
  const at = goal.stems.findIndex(
    (_, from) =>
      stems.every((each, offset) => goal.stems[from + offset] === each) &&
      (words.every((each, offset) => isSameForm(each, goal.words[from + offset] ?? '')) ||
        isActAt(from, scene)) &&
      !saysOther(goal.words.slice(from, from + stems.length), from, scene),
  )
  return at < 0 ? undefined : { at, length: stems.length }
}

/** `opened` in the last week is not `open`, and a booking is not `booked`. */
const isSameForm = (a: string, b: string): boolean => endingOf(a) === endingOf(b)
const endingOf = (word: string): string => /(?:ed|ing)$/.exec(word)?.[0] ?? ''

/** `active` and `inactive` say what `is_active` is; of `paid` the same by `unpaid`. */
function spokenFlag(at: ClosedValues, value: boolean, scene: ValueScene): Found | undefined {
  const terms = nameTerms(pathOf(at).at(-1) ?? '').filter((term) => !flagWords.has(term) && !isIdTerm(term))
  const [first] = terms
  if (first === undefined || terms.length > 2) return undefined
  const { goal } = scene
  const index = goal.stems.findIndex((_, from) =>
    terms.every((term, offset) => {
      const said = goal.stems[from + offset]
      return said === term || (offset === 0 && isOpposite(said, term))
    }),
  )
  if (index < 0 || saysOther(goal.words.slice(index, index + terms.length), index, scene)) return undefined
  const isNo = isOpposite(goal.stems[index], first) !== isNegated(goal, index)
  return isNo === value ? undefined : { at: index, length: terms.length }
}

const flagWords = new Set([
  'is',
  'has',
  'are',
  'wa',
  'was',
  'be',
  'can',
  'include',
  'includ',
  'show',
  'only',
  'flag',
])

const isOpposite = (said: string | undefined, term: string): boolean =>
  said !== undefined && ['un', 'in', 'non', 'dis'].some((prefix) => said === `${prefix}${term}`)

/** Of a change in general, the act is the value: `cancel` sets a status to `cancelled`. */
function isActAt(
  at: number,
  { goal, act, operation }: Pick<ValueScene, 'goal' | 'act' | 'operation'>,
): boolean {
  return (
    operation.effect === 'update' &&
    act?.term === goal.stems[at] &&
    goal.stems.indexOf(act?.term ?? '') === at
  )
}

/** Whether words say the act of a goal, or what the operation is called and about, and so no value. */
function saysOther(
  words: readonly string[],
  at: number,
  scene: ValueScene & { readonly isNeeded?: boolean },
): boolean {
  const { goal, act, operation, isNeeded } = scene
  const isAct = act !== undefined && words.every((word) => act.term.split('_').includes(stem(word)))
  const isFirst = goal.words.indexOf(words[0] ?? '') === at
  if (isAct && isFirst) return !isActAt(at, { goal, act, operation })
  return isThing(words, scene) || (isNeeded !== true && isCalled(words, operation))
}

const isCalled = (words: readonly string[], { name, title = '', object = '' }: Operation): boolean => {
  const about = new Set([name, title, object].flatMap(nameTerms))
  return words.every((word) => about.has(stem(word)))
}

/** A word for records that are read, or for what is given, says whose and not which (`of a customer`). */
function isThing(words: readonly string[], { isRecord, parameters }: ThingScene): boolean {
  const given = new Set(
    parameters.assigned.map(({ name }) =>
      nameTerms(name)
        .filter((term) => !isIdTerm(term))
        .join('_'),
    ),
  )
  return words.every((word) => isRecord(stem(word)) || given.has(stem(word)))
}

type ThingScene = Pick<ValueScene, 'isRecord' | 'parameters'>
