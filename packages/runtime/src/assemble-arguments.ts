import { compileExpression } from '@bindery/expression'
import {
  type Assignment,
  findWithheld,
  formatFieldPath,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  ownProperty,
  PlatformError,
} from '@bindery/model'

import { type Clock } from './conditions/moment-span.ts'
import { countedTime } from './conditions/counted-time.ts'
import { prepareTemplate } from './write-template.ts'

/** A member of the arguments. Not given is an object that must be there and in which nothing is. */
interface Part {
  readonly value: Json
  readonly isGiven: boolean
}

/** Undefined when the member is not sent. */
type Read = (params: JsonObject, clock: Clock) => Part | undefined

interface Slot {
  readonly name: string
  readonly read: Read
}

/**
 * Works out where each value goes, once. The returned function builds the arguments of a call: members of optional
 * parameters that were not given are left out, and so is an object without members, unless what holds it requires it.
 */
export function prepareArguments(
  assignments: readonly Assignment[],
): (params: JsonObject, clock: Clock) => JsonObject {
  // What a condition compares with is no argument: `prepareComparing` works it out.
  const filling = assignments.filter(({ condition }) => condition === undefined)
  const slots = slotsOf(filling, 0)
  return (params, clock) => fill(slots, params, clock).value
}

function slotsOf(assignments: readonly Assignment[], depth: number): readonly Slot[] {
  const byName = new Map<string, Assignment[]>()
  for (const assignment of assignments) {
    const name = assignment.target[depth]
    if (name === undefined || name === '__proto__') throw badTarget(assignment)
    byName.set(name, [...(byName.get(name) ?? []), assignment])
  }
  return [...byName].map(([name, group]) => ({ name, read: readOf(group, depth + 1) }))
}

function readOf(group: readonly Assignment[], depth: number): Read {
  const [first, ...others] = group
  if (first !== undefined && others.length === 0 && first.target.length === depth) return readGiven(first)
  const slots = slotsOf(group, depth)
  const isRequired = group.some(({ requiredObjects = [] }) => requiredObjects.includes(depth))
  return (params, clock) => {
    const part = fill(slots, params, clock)
    return part.isGiven || isRequired ? part : undefined
  }
}

function fill(slots: readonly Slot[], params: JsonObject, clock: Clock) {
  const value: { [name: string]: Json } = {}
  let isGiven = false
  for (const { name, read } of slots) {
    const part = read(params, clock)
    if (part === undefined) continue
    value[name] = part.value
    isGiven ||= part.isGiven
  }
  return { value, isGiven }
}

function readGiven(assignment: Assignment): Read {
  const read = assignment.each === undefined ? readLeaf(assignment) : readRows(assignment, assignment.each)
  const { withheld = [], targetType, source } = assignment
  return (params, clock) => {
    const value = read(params, clock)
    if (value === undefined) return undefined
    const found = withheld.length === 0 ? undefined : findWithheld(value, targetType, withheld)
    if (found !== undefined && source.from === 'parameter') throw withheldMember(source.name, found)
    return { value, isGiven: true }
  }
}

/** Each row becomes an item by places of its own, in which its members are parameters. */
function readRows({ source }: Assignment, each: readonly Assignment[]): ReturnType<typeof readLeaf> {
  if (source.from !== 'parameter') return () => undefined
  const { name } = source
  const toItem = prepareArguments(each)
  return (params, clock) => {
    const given = ownProperty(params, name)
    return isJsonArray(given) ? given.map((row) => toItem(isJsonObject(row) ? row : {}, clock)) : given
  }
}

function withheldMember(name: string, way: readonly (string | number)[]): PlatformError {
  const member = way.map(String).join('.').slice(0, 200)
  const message = `"${name}" holds "${member}", which may not be given: leave it out.`
  const issue = {
    code: 'param_withheld',
    severity: 'error',
    path: ['params', name, ...way],
    message,
  } as const
  return new PlatformError('validation_error', message, { issues: [issue], sent: 'no' })
}

function readLeaf(assignment: Assignment): (params: JsonObject, clock: Clock) => Json | undefined {
  const { source } = assignment
  if (source.from === 'constant') {
    const { value } = source
    return () => value
  }
  if (source.from === 'relative') {
    const { text } = source
    return (_, clock) => countedTime(text, assignment, clock)
  }
  if (source.from === 'template') return prepareTemplate(source)
  const { name, transform } = source
  if (transform === undefined) return (params) => ownProperty(params, name)
  const convert = compileExpression(transform)
  return (params) => {
    const given = ownProperty(params, name)
    return given === undefined ? undefined : converted(assignment, name, () => convert(given))
  }
}

function converted(assignment: Assignment, name: string, convert: () => Json | undefined): Json | undefined {
  const value = attempt(convert, name)
  if (value !== null || assignment.targetNullable) return value
  throw refused(name, 'gives nothing for an argument that needs a value')
}

function attempt(convert: () => Json | undefined, name: string): Json | undefined {
  try {
    return convert()
  } catch (cause) {
    throw refused(name, 'cannot be computed from this value', cause)
  }
}

function refused(name: string, why: string, cause?: unknown): PlatformError {
  const message = `The transform of the parameter "${name}" ${why}.`
  const issue = { code: 'param_transform', severity: 'error', path: ['params', name], message } as const
  return new PlatformError('validation_error', message, { issues: [issue], sent: 'no', cause })
}

function badTarget({ target }: Assignment): PlatformError {
  const path = formatFieldPath(target.map((name) => ({ kind: 'field', name })))
  return new PlatformError('internal_error', `The skill assigns "${path}" in two ways: compile it again.`, {
    reason: 'assignment',
    sent: 'no',
  })
}
