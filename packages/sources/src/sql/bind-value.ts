import {
  type ComparedMoment,
  isJsonArray,
  type Json,
  ownProperty,
  type PlannedCall,
  PlatformError,
} from '@bindery/model'
import { localTime } from './local-time.ts'
import type { Bind, Statement } from './plan.ts'
import { unfit, writeValue } from './write-value.ts'

/** What a call gives, and what a connection declares of its moments. */
export interface BoundCall extends Pick<PlannedCall, 'arguments' | 'compared'> {
  /** Zone of columns without one, where it is declared. */
  readonly timezone: string | undefined
}

/** A statement with the texts of its values. Throws `validation_error` for what no column can be compared with. */
export function withValues({ text, otherText, binds }: Statement, call: BoundCall) {
  const values = binds.map((bind) => bindValue(bind, call))
  return { text, values, ...(otherText === undefined ? {} : { otherText }) }
}

function bindValue(bind: Bind, call: BoundCall): string | null {
  if ('isGiven' in bind) return ownProperty(call.arguments, bind.isGiven) === undefined ? '0' : '1'
  if ('condition' in bind) return comparedText(bind, call)
  const value = ownProperty(call.arguments, bind.argument)
  if (value === undefined) {
    if (bind.whenAbsent === 'refuse') throw unfit(bind.argument, 'a value: this call gives none')
    return null
  }
  if (value === null && bind.isKey === true) throw unfit(bind.argument, 'a value: nothing equals null')
  return writeValue(value, bind.codec, bind.argument)
}

type ConditionBind = Extract<Bind, { readonly condition: string }>

function comparedText(bind: ConditionBind, { compared, timezone }: BoundCall): string | null {
  const { condition } = bind
  const name = `condition ${condition}`
  const isGiven = compared !== undefined && Object.hasOwn(compared, condition)
  const value = isGiven ? compared[condition] : undefined
  if (value === undefined) throw unfit(name, 'a value: this call gives none')
  if ('end' in bind) {
    if (value.kind !== 'moment') throw unfit(name, 'a moment or a day')
    return momentText(value, bind, timezone)
  }
  if (value.kind === 'moment' || value.value === null) throw unfit(name, 'a value: nothing equals null')
  if ('pattern' in bind) return patternOf(value.value, bind.pattern, name)
  return writeValue(
    bind.at === undefined ? value.value : itemAt(value.value, bind.at, name),
    bind.codec,
    name,
  )
}

/** The value at a place of a list; its last one where it has fewer. */
function itemAt(list: Json, at: number, name: string): Json {
  const item = isJsonArray(list) ? (list[at] ?? list.at(-1)) : undefined
  if (item === undefined || item === null) throw unfit(name, 'a list of values, none of them null')
  return item
}

function patternOf(value: Json, pattern: 'prefix' | 'part', name: string): string {
  const text = writeValue(value, 'text', name) ?? ''
  const escaped = text.replaceAll(/[\\%_]/g, '\\$&')
  return pattern === 'prefix' ? `${escaped}%` : `%${escaped}%`
}

type MomentBind = Extract<Bind, { readonly end: 'low' | 'last' }>

/** Columns with a zone take instants; those without one take what was written without one, or an instant in their zone. */
function momentText(
  { instants, local }: ComparedMoment,
  { end, codec, condition }: MomentBind,
  timezone: string | undefined,
): string {
  const instant = instants?.[end]
  if (codec === 'instant') {
    if (instant === undefined) throw zoneMissing(condition, 'the agent has no time zone: set it')
    return asSql(instant)
  }
  if (instant !== undefined && timezone !== undefined) return asSql(localTime(instant, timezone))
  if (local === undefined)
    throw zoneMissing(condition, 'the connection does not declare in which zone its columns are: declare it')
  return asSql(local[end])
}

const asSql = (text: string): string => held(text).replace('T', ' ').replace('Z', '')

/** Not every server reads what is beyond the years 1 to 9999, and none of them holds rows there that a person means. */
function held(text: string): string {
  if (/^(?:0000|-)/.test(text)) return '0001-01-01T00:00:00.000000'
  return /^\d{4}-/.test(text) ? text : '9999-12-31T23:59:59.999999'
}

function zoneMissing(condition: string, why: string): PlatformError {
  const message = `Condition ${condition} compares a day or a moment, and ${why}.`
  return new PlatformError('validation_error', message, { reason: 'timezone_missing', sent: 'no' })
}
