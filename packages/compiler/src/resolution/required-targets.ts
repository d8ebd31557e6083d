import type { Argument, TypeRef } from '@bindery/model'
import { answerPlace } from './answer-argument.ts'
import { checkConstant } from './check-constant.ts'
import { inputArgumentOf, resolveTarget } from './resolve-target.ts'
import type { Target } from './target.ts'
import { rowNames } from './sql-binding.ts'
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
  const filled = filledArguments(resolved)
  const own = operation.arguments.flatMap((argument) => {
    const isNeeded = (argument.required || filled.has(argument.name)) && !isFilledElsewhere(argument.role)
    const resolution = resolveTarget(argument.name, 'arguments_first', { operation, view })
    if (!isNeeded || resolution.status !== 'found') return []
    const isFilledInside =
      argument === inputArgumentOf(operation) &&
      (argument.filledMembers !== undefined || findFieldGaps(resolved).length > 0)
    return isFilledInside ? [] : toGaps(resolution.target, resolved)
  })
  return [...own, ...answerGaps(resolved)]
}

/** What a field of the answer cannot be asked without, and is not given in every call. */
function answerGaps(resolved: ResolvedBinding): readonly Gap[] {
  const targets = resolved.assignments.flatMap(({ resolution }) =>
    resolution.status === 'found' && resolution.target.argument.place === answerPlace
      ? [resolution.target]
      : [],
  )
  const needed = new Map(
    targets.filter(({ required }) => required).map((target) => [target.argument.name, target]),
  )
  return [...needed.values()].flatMap((target) => toGaps(target, resolved))
}

/** Arguments that need not be filled but are, and so need a value in every call: they name rows, or say so themselves. */
function filledArguments(resolved: ResolvedBinding): ReadonlySet<string> {
  const named = new Set(rowNames(resolved))
  const needed = resolved.assignments.flatMap((assignment) => {
    const { resolution, condition } = assignment
    if (condition !== undefined || resolution.status !== 'found' || resolution.target.path.length !== 1)
      return []
    const { argument } = resolution.target
    return named.has(assignment) || argument.neededWhenFilled === true ? [argument.name] : []
  })
  return new Set(needed)
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
    if (isFilledMember(parent.argument, [...parent.path, field.name])) return []
    const target = enterField(parent, { object, field })
    const isNeeded = field.required
    const isSent = resolved.assignments.some((assignment) => isInside(assignment, target.path))
    if (!isNeeded && !isSent) return []
    if (!isSent && field.default !== undefined) return toGaps(target, resolved)
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

function toGaps(target: Target, { assignments, binding, view }: ResolvedBinding): readonly Gap[] {
  const at = assignments.filter((assignment) => isAt(assignment, target.path))
  if (at.length === 0)
    return assignments.some((assignment) => isInside(assignment, target.path)) ? [] : [{ target }]
  const optional = at.find(({ source, input, transform }) => {
    if (source.from === 'constant') return false
    const declared =
      input ?? binding.inputs.find(({ param }) => source.from === 'parameter' && source.name === param)
    // The default of the place fills in for the parameter, but never runs through its transform.
    const fillsIn =
      transform === undefined &&
      target.default !== undefined &&
      checkConstant(target.default, target, view) === undefined
    return declared?.required === false && declared.default === undefined && !fillsIn
  })
  return optional === undefined ? [] : [{ target, optional }]
}

/** Whether a path leads to a member of the input object that the connection fills. */
export const isFilledMember = ({ filledMembers }: Argument, path: readonly string[]): boolean =>
  path.length === 2 && filledMembers?.includes(path[1] ?? '') === true

const isFilledElsewhere = (role: string | undefined) => role === 'credential' || role === 'idempotency'

function objectOf(type: TypeRef): string | undefined {
  return type.kind === 'object' ? type.name : undefined
}

/** What a condition compares is not filled. */
function isAt({ resolution, condition }: ResolvedAssignment, path: readonly string[]): boolean {
  return (
    condition === undefined &&
    resolution.status === 'found' &&
    resolution.target.path.length === path.length &&
    startsWith(resolution.target.path, path)
  )
}

function isInside({ resolution, condition }: ResolvedAssignment, path: readonly string[]): boolean {
  return (
    condition === undefined &&
    resolution.status === 'found' &&
    resolution.target.path.length > path.length &&
    startsWith(resolution.target.path, path)
  )
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => path[index] === name)
}
