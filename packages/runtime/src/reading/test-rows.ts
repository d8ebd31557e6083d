import {
  type AssignedCondition,
  type Assignment,
  type ComparedMoment,
  type ComparedValue,
  type ComparedValues,
  isJsonArray,
  type Json,
  PlatformError,
  type TestedField,
} from '@bindery/model'
import { Temporal } from 'temporal-polyfill'
import { type Comparable, compare, toComparable } from './comparable.ts'
import { type RowNotes, readField } from './row-value.ts'

/** Whether a row is one of those that are meant. */
export type RowTest = (row: Json, notes: RowNotes) => boolean

/**
 * Prepares the conditions that are tested on rows. What comes back takes what they compare with in one call, before anything
 * is sent: it throws `validation_error` for a value that no row could be compared with, and for several conditions of
 * which one is needed and none is given. Undefined for a skill that tests nothing.
 */
export function prepareTests(
  assignments: readonly Assignment[],
): ((compared: ComparedValues) => RowTest) | undefined {
  const parts = assignments.flatMap((assignment) => {
    const { condition } = assignment
    return condition?.tested === undefined ? [] : [{ ...assignment, condition, tested: condition.tested }]
  })
  if (parts.length === 0) return undefined
  const groups = inGroups(parts)
  return (compared) => {
    const tests = groups.flatMap((group) => testOf(group, compared))
    return (row, notes) => {
      const failed = tests.filter(({ isMet }) => !isMet(row, notes))
      for (const { sent } of failed) if (sent !== undefined) notes.ignored(sent)
      return failed.length === 0
    }
  }
}

interface Part extends Assignment {
  readonly condition: AssignedCondition
  readonly tested: TestedField
}

function inGroups(parts: readonly Part[]): readonly (readonly Part[])[] {
  const groups = new Map<string, Part[]>()
  for (const part of parts) {
    const group = groupOf(part.condition)
    groups.set(group, [...(groups.get(group) ?? []), part])
  }
  return [...groups.values()]
}

/** The conditions of an `anyOf` have the number of it before a point. */
const groupOf = ({ id }: AssignedCondition): string => id.split('.', 1).join('')

interface GroupTest {
  readonly isMet: RowTest
  /** The field of a condition that the provider was sent too. */
  readonly sent: string | undefined
}

/** None for a condition that the call leaves out. */
function testOf(group: readonly Part[], compared: ComparedValues): readonly GroupTest[] {
  const tests = group.flatMap((part) => prepareTest(part, compared[part.condition.id]) ?? [])
  const isOneOfSeveral = group.some(({ condition }) => condition.id.includes('.'))
  if (tests.length === 0 && isOneOfSeveral) throw noCondition()
  if (tests.length === 0) return []
  const [first] = group
  return [
    {
      isMet: (row, notes) => tests.some((test) => test(row, notes)),
      sent: first?.tested.isSent === true ? nameOf(first) : undefined,
    },
  ]
}

function noCondition(): PlatformError {
  const message = 'This call gives none of the conditions of which one is needed: give at least one of them.'
  return new PlatformError('validation_error', message, { reason: 'no_condition', sent: 'no' })
}

const nameOf = ({ target, condition: { rows = [] } }: Part): string => [...rows, ...target].join('.')

function prepareTest(part: Part, value: ComparedValue | undefined): RowTest | undefined {
  const { condition, source, tested } = part
  const { op } = condition
  if (op === 'isNull') {
    const isWanted = source.from === 'constant' && source.value !== false
    return (row) => (readField(row, tested) === null) === isWanted
  }
  if (value === undefined) {
    if (condition.optional === true) return undefined
    throw refused(part, 'condition_value')
  }
  const fits = value.kind === 'moment' ? fitsMoment(part, value) : fitsValue(part, value.value)
  return (row, notes) => {
    const found = readField(row, tested)
    // What has no status is not cancelled either.
    if (found === null) return op === 'ne'
    const given = toComparable(found, tested.type)
    const isFit = given === undefined ? undefined : fits(given, notes.timezone)
    if (isFit === undefined) notes.notCompared(nameOf(part))
    return isFit === true
  }
}

/** Undefined for a value that cannot be compared. */
type Fits = (found: Comparable, timezone: string | undefined) => boolean | undefined

function fitsValue(part: Part, value: Json): Fits {
  const { op, fold } = part.condition
  const folded = (of: Comparable): Comparable =>
    fold === true && of.kind === 'text' ? { ...of, text: of.text.toLowerCase() } : of
  if (op === 'startsWith' || op === 'contains') return fitsText(part, value, folded)
  const values = (op === 'in' ? listOf(value) : [value]).map((each) => {
    const comparable = toComparable(each, part.tested.type)
    if (comparable === undefined) throw refused(part, 'condition_value')
    return folded(comparable)
  })
  if (values.length === 0) throw refused(part, 'condition_value')
  return (found) => {
    const own = folded(found)
    return values.some((each) => each.kind === own.kind && holds(op, compare(own, each)))
  }
}

const listOf = (value: Json): readonly Json[] => (isJsonArray(value) ? value : [])

function fitsText(part: Part, value: Json, folded: (of: Comparable) => Comparable): Fits {
  const wanted = typeof value === 'string' ? folded({ kind: 'text', text: value }) : undefined
  if (wanted?.kind !== 'text' || wanted.text === '') throw refused(part, 'condition_value')
  const { text } = wanted
  const isStart = part.condition.op === 'startsWith'
  return (found) => {
    const own = folded(found)
    if (own.kind !== 'text') return undefined
    return isStart ? own.text.startsWith(text) : own.text.includes(text)
  }
}

/**
 * A moment of a row is within, before or after a span. One without a zone is of the zone that its connection declares; without
 * that it is compared with what has none either.
 */
function fitsMoment(part: Part, { instants, local }: ComparedMoment): Fits {
  const { op } = part.condition
  if (instants === undefined) throw refused(part, 'timezone_missing')
  const [low, last] = [Temporal.Instant.from(instants.low), Temporal.Instant.from(instants.last)]
  const written = local && {
    low: Temporal.PlainDateTime.from(local.low),
    last: Temporal.PlainDateTime.from(local.last),
  }
  const inZone = spanIn({ low, last })
  return (found, timezone) => {
    if (found.kind === 'moment')
      return within(op, Temporal.Instant.compare(found.at, low), Temporal.Instant.compare(found.at, last))
    const span = timezone === undefined ? written : inZone(timezone)
    if (found.kind !== 'local' || span === undefined) return undefined
    return within(
      op,
      Temporal.PlainDateTime.compare(found.at, span.low),
      Temporal.PlainDateTime.compare(found.at, span.last),
    )
  }
}

interface Ends<Moment> {
  readonly low: Moment
  readonly last: Moment
}

/** A span as the clocks of a zone show it; all rows of a call are of one. */
function spanIn({ low, last }: Ends<Temporal.Instant>): (zone: string) => Ends<Temporal.PlainDateTime> {
  let known: (Ends<Temporal.PlainDateTime> & { readonly zone: string }) | undefined
  const there = (at: Temporal.Instant, zone: string) => at.toZonedDateTimeISO(zone).toPlainDateTime()
  return (zone) => {
    if (known?.zone !== zone) known = { zone, low: there(low, zone), last: there(last, zone) }
    return known
  }
}

/** How a moment stands to both ends of a span. */
function within(op: AssignedCondition['op'], toLow: number, toLast: number): boolean {
  switch (op) {
    case 'eq':
      return toLow >= 0 && toLast <= 0
    case 'ne':
      return toLow < 0 || toLast > 0
    case 'lt':
      return toLow < 0
    case 'lte':
      return toLast <= 0
    case 'gt':
      return toLast > 0
    case 'gte':
      return toLow >= 0
    case 'in':
    case 'startsWith':
    case 'contains':
    case 'isNull':
      return false
  }
}

function holds(op: AssignedCondition['op'], side: number): boolean {
  switch (op) {
    case 'eq':
    case 'in':
      return side === 0
    case 'ne':
      return side !== 0
    case 'lt':
      return side < 0
    case 'lte':
      return side <= 0
    case 'gt':
      return side > 0
    case 'gte':
      return side >= 0
    case 'startsWith':
    case 'contains':
    case 'isNull':
      return false
  }
}

const why = {
  condition_value: 'has no value that it could be compared with',
  timezone_missing:
    'is compared with a day or a moment in the time zone of the agent, and it has none: set its time zone',
} as const

function refused(part: Part, code: keyof typeof why): PlatformError {
  const { source } = part
  const message = `"${nameOf(part)}" ${why[code]}.`
  const path = source.from === 'parameter' ? ['params', source.name] : ['params']
  const issue = { code, severity: 'error', path, message } as const
  return new PlatformError('validation_error', message, { reason: code, issues: [issue], sent: 'no' })
}
