import { compileExpression } from '@bindery/expression'
import {
  type Assignment,
  formatFieldPath,
  type Json,
  type JsonObject,
  ownProperty,
  PlatformError,
} from '@bindery/model'

/** Gives the value of one argument member; undefined when the member is not sent. */
type Read = (params: JsonObject) => Json | undefined

interface Slot {
  readonly name: string
  readonly read: Read
}

/**
 * Works out where each value goes, once. The returned function builds the arguments of a call: members of optional
 * parameters that were not given are left out, and so is an object without members.
 */
export function prepareArguments(assignments: readonly Assignment[]): (params: JsonObject) => JsonObject {
  const slots = slotsOf(assignments, 0)
  return (params) => fill(slots, params)
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
  if (first !== undefined && others.length === 0 && first.target.length === depth) return readLeaf(first)
  const slots = slotsOf(group, depth)
  return (params) => {
    const members = fill(slots, params)
    return Object.keys(members).length === 0 ? undefined : members
  }
}

function fill(slots: readonly Slot[], params: JsonObject): JsonObject {
  const members: { [name: string]: Json } = {}
  for (const { name, read } of slots) {
    const value = read(params)
    if (value !== undefined) members[name] = value
  }
  return members
}

function readLeaf(assignment: Assignment): Read {
  const { source } = assignment
  if (source.from === 'constant') {
    const { value } = source
    return () => value
  }
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
