import {
  type AssignedCondition,
  type Assignment,
  type ComparedValue,
  type ComparedValues,
  isDayOrMoment,
  type Json,
  type JsonObject,
  ownProperty,
  parseRelativeTime,
  PlatformError,
} from '@bindery/model'
import { type Clock, countFrom, spanOf } from './moment-span.ts'

/** What the conditions of a skill compare with in one call. Undefined for a skill without conditions. */
export type Comparing = (params: JsonObject, clock: Clock) => ComparedValues | undefined

/**
 * Prepares what a skill's conditions compare with. One that is optional and not given is left out, with null as not given;
 * anything else without a value refuses the call: leaving it out would let more through than was meant.
 */
export function prepareComparing(assignments: readonly Assignment[]): Comparing {
  const parts = assignments.flatMap((assignment) =>
    assignment.condition === undefined || assignment.condition.op === 'isNull'
      ? []
      : [{ ...assignment, condition: assignment.condition }],
  )
  const hasConditions = assignments.some(({ condition }) => condition !== undefined)
  if (!hasConditions) return () => undefined
  return (params, clock) => {
    const values: { [id: string]: ComparedValue } = {}
    for (const part of parts) {
      const value = compareOne(part, params, clock)
      if (value !== undefined) values[part.condition.id] = value
    }
    return values
  }
}

type Part = Assignment & { readonly condition: AssignedCondition }

function compareOne(part: Part, params: JsonObject, clock: Clock): ComparedValue | undefined {
  const { source, condition, target } = part
  if (source.from === 'relative') return counted(source.text, part, clock)
  const value = valueOf(source, params)
  if (value !== undefined && value !== null) return compared(value, part, clock)
  if (condition.optional === true) return undefined
  const named = source.from === 'parameter' ? `"${source.name}"` : 'A constant'
  throw refused(
    part,
    'condition_value',
    `${named} has no value, and "${target.join('.')}" is compared with it.`,
  )
}

function valueOf(source: Exclude<Part['source'], { readonly from: 'relative' }>, params: JsonObject) {
  switch (source.from) {
    case 'constant':
      return source.value
    case 'parameter':
      return ownProperty(params, source.name)
    case 'template':
      // Nothing is compared with a text that is made for a provider: without a value the call is refused.
      return undefined
  }
}

function compared(value: Json, part: Part, clock: Clock): ComparedValue {
  if (!isDayOrMoment(part.targetType)) return { kind: 'value', value }
  try {
    if (typeof value === 'string') return spanOf(value, clock)
  } catch {
    // Told below, as for what is no text.
  }
  throw refused(
    part,
    'condition_value',
    `"${part.target.join('.')}" is compared with a day or a moment, such as 2026-11-30.`,
  )
}

function counted(text: string, part: Part, clock: Clock): ComparedValue {
  const relative = parseRelativeTime(text)
  const found = relative === undefined ? undefined : countFrom(relative, clock)
  if (found === undefined) throw zoneMissing(part, text)
  const written = found.kind === 'day' ? found.day : found.instant
  // Years of more digits are written with a sign, which no database reads.
  if (/^\d{4}-/.test(written) && !written.startsWith('0000'))
    return isDayOrMoment(part.targetType) ? spanOf(written, clock) : { kind: 'value', value: written }
  throw refused(part, 'condition_value', `"${text}" leads to no year from 1 to 9999: ${written}.`)
}

function zoneMissing(part: Part, text: string): PlatformError {
  const message = `"${text}" is counted in the time zone of the agent, and it has none: set its time zone.`
  return refused(part, 'timezone_missing', message)
}

function refused({ source }: Part, code: string, message: string): PlatformError {
  const path = source.from === 'parameter' ? ['params', source.name] : ['params']
  const issue = { code, severity: 'error', path, message } as const
  return new PlatformError('validation_error', message, { reason: code, issues: [issue], sent: 'no' })
}
