import type { TypeRef } from '@bindery/model'
import { inputArgumentOf, resolveTarget, type Target } from './resolve-target.ts'
import type { FieldOf } from './step-into.ts'
import type { ResolvedAssignment, ResolvedBinding } from './resolved-binding.ts'

/** A place that the operation needs and nothing fills, or that is filled only when the agent cares to. */
export interface Gap {
  readonly target: Target
  /** The entry whose `required: false` leaves it open. */
  readonly optional?: ResolvedAssignment
}

/** Required arguments that no entry fills for certain. The input object counts as an argument when no field of it must be set. */
export function findArgumentGaps(resolved: ResolvedBinding): readonly Gap[] {
  const { operation, view } = resolved
  return operation.arguments.flatMap((argument) => {
    const isNeeded = argument.required && argument.default === undefined && !isFilledElsewhere(argument.role)
    const resolution = resolveTarget(argument.name, 'arguments_first', { operation, view })
    if (!isNeeded || resolution.status !== 'found') return []
    const hasFieldGaps = argument === inputArgumentOf(operation) && findFieldGaps(resolved).length > 0
    return hasFieldGaps ? [] : toGaps(resolution.target, resolved)
  })
}

/** Required fields of the input object, at any depth that is sent at all, that no entry fills for certain. */
export function findFieldGaps(resolved: ResolvedBinding): readonly Gap[] {
  const { operation, view } = resolved
  const input = inputArgumentOf(operation)
  if (input === undefined) return []
  const root = resolveTarget(input.name, 'arguments_first', { operation, view })
  if (root.status !== 'found') return []
  const isSent =
    input.required || resolved.assignments.some((assignment) => isInside(assignment, root.target.path))
  return isSent ? gapsInside(root.target, resolved, new Set()) : []
}

function gapsInside(parent: Target, resolved: ResolvedBinding, above: ReadonlySet<string>): readonly Gap[] {
  const isWhole = resolved.assignments.some((assignment) => isAt(assignment, parent.path))
  const object = objectOf(parent.type)
  // An object inside itself cannot be required without end: the provider must leave it out somewhere.
  if (isWhole || object === undefined || above.has(object)) return []
  const fields = resolved.view.index.object(object)?.fields ?? []
  const within = new Set([...above, object])
  return fields.flatMap((field) => {
    if (field.access === 'read_only' || resolved.view.scope.isFieldBlocked(object, field.name)) return []
    const target = enterField(parent, { object, field })
    const isNeeded = field.required && field.default === undefined
    const isSent = resolved.assignments.some((assignment) => isInside(assignment, target.path))
    if (!isNeeded && !isSent) return []
    const inner = gapsInside(target, resolved, within)
    return inner.length > 0 || !isNeeded ? inner : toGaps(target, resolved)
  })
}

function enterField(parent: Target, entry: FieldOf): Target {
  return {
    ...entry.field,
    path: [...parent.path, entry.field.name],
    argument: parent.argument,
    fields: [...parent.fields, entry],
    isReadOnly: entry.field.access === 'read_only',
  }
}

function toGaps(target: Target, { assignments, binding }: ResolvedBinding): readonly Gap[] {
  const at = assignments.filter((assignment) => isAt(assignment, target.path))
  if (at.length === 0)
    return assignments.some((assignment) => isInside(assignment, target.path)) ? [] : [{ target }]
  const optional = at.find(({ source, input }) => {
    const declared =
      input ?? binding.inputs.find(({ param }) => source.from === 'parameter' && source.name === param)
    return declared?.required === false && declared.default === undefined
  })
  return optional === undefined ? [] : [{ target, optional }]
}

const isFilledElsewhere = (role: string | undefined) => role === 'credential' || role === 'idempotency'

function objectOf(type: TypeRef): string | undefined {
  return type.kind === 'object' ? type.name : undefined
}

function isAt({ resolution }: ResolvedAssignment, path: readonly string[]): boolean {
  return (
    resolution.status === 'found' &&
    resolution.target.path.length === path.length &&
    startsWith(resolution.target.path, path)
  )
}

function isInside({ resolution }: ResolvedAssignment, path: readonly string[]): boolean {
  return (
    resolution.status === 'found' &&
    resolution.target.path.length > path.length &&
    startsWith(resolution.target.path, path)
  )
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => path[index] === name)
}
