import {
  type Argument,
  findField as findFieldOf,
  isColumnBlocked,
  nearestNames,
  type Operation,
  parseFieldPath,
  stricter,
} from '@bindery/model'
import { findAnswerArgument } from './answer-argument.ts'
import type { Target, TargetArena, TargetResolution } from './target.ts'
import { type CatalogView, isTypeBlocked, visibleFields } from './catalog-view.ts'
import { type FieldOf, stepInto } from './step-into.ts'

/** The place of what stands in a row of the answer: no argument travels there. */
export const rowPlace = 'row'

/** In which order a name is looked for: among the arguments or among the fields of the input object first. */
export type TargetOrder = 'arguments_first' | 'fields_first'

/**
 * Finds what an authored name means: an argument (`owner`), an argument by its place (`path.owner`), or a field of the
 * input object with or without the name of its argument (`body.title`, `title`, `customer.email`); where arguments come first,
 * an argument of a field of the answer too (`customer.orders.first`).
 */
export function resolveTarget(name: string, order: TargetOrder, arena: TargetArena): TargetResolution {
  const argument = () => findArgument(name, arena)
  const field = () => findField(name, arena)
  // A body of any members would take every name, so it does not take one that an argument has.
  const takesAnything = inputArgumentOf(arena.operation)?.type.kind === 'map'
  const [first, second] = order === 'arguments_first' || takesAnything ? [argument, field] : [field, argument]
  const found =
    first() ?? second() ?? (order === 'arguments_first' ? findAnswerArgument(name, arena) : undefined)
  return found ?? { status: 'unknown', suggestions: nearTargets(name, arena) }
}

/** Names that may have been meant: inside of an object those of its fields, with the whole way to them. */
function nearTargets(name: string, arena: TargetArena): readonly string[] {
  const within = nearWithin(name, arena)
  return within.length > 0 ? within : nearestNames(name, targetNames(arena))
}

function nearWithin(name: string, { operation, view }: TargetArena): readonly string[] {
  const names = plainNames(name) ?? []
  let type = inputArgumentOf(operation)?.type
  for (const [at, part] of names.entries()) {
    const step = type?.kind === 'object' ? stepInto(type, part, view) : undefined
    if (step?.status === 'unknown' && at > 0)
      return nearestNames(part, step.names).map((near) => names.with(at, near).join('.'))
    if (step?.status !== 'found') return []
    type = step.value.type
  }
  return []
}

/** The names of a path of fields alone. */
function plainNames(text: string): string[] | undefined {
  const parsed = parseFieldPath(text)
  const names = parsed.ok ? parsed.value.flatMap((step) => (step.kind === 'field' ? [step.name] : [])) : []
  return parsed.ok && names.length === parsed.value.length ? names : undefined
}

/** The argument whose fields a binding fills one by one. */
export function inputArgumentOf(operation: Operation): Argument | undefined {
  return operation.arguments.find((argument) =>
    operation.inputArgument === undefined
      ? argument.place === 'body'
      : argument.name === operation.inputArgument,
  )
}

/** Every name that may be offered to an author. Credentials are never bound, so they are not offered. */
function targetNames({ operation, view }: TargetArena): readonly string[] {
  const names = operation.arguments
    .filter((argument) => argument.role !== 'credential' && !isColumnBlocked(operation, argument, view.scope))
    .map((argument) => argument.name)
  const input = inputArgumentOf(operation)
  if (input?.type.kind !== 'object') return names
  const object = view.index.object(input.type.name)
  if (object === undefined || view.scope.isObjectBlocked(object.name)) return names
  return [...names, ...visibleFields(object, view).map((field) => field.name)]
}

function findArgument(name: string, { operation, view }: TargetArena): TargetResolution | undefined {
  // `body.body` is the field "body" of the body, never the whole body.
  const input = inputArgumentOf(operation)
  const argument =
    operation.arguments.find((candidate) => candidate.name === name) ??
    operation.arguments.find(
      (candidate) => candidate !== input && `${candidate.place}.${candidate.name}` === name,
    )
  if (argument === undefined) return undefined
  if (isTypeBlocked(argument.type, view) || isColumnBlocked(operation, argument, view.scope)) {
    return { status: 'blocked' }
  }
  const target = toTarget(argument)
  const column = findColumn(argument, operation, view)
  return { status: 'found', target: column === undefined ? target : { ...target, fields: [column] } }
}

function toTarget(argument: Argument): Target {
  return { ...argument, path: [argument.name], argument, fields: [], isReadOnly: false }
}

/** The field that a column of a table is. */
function findColumn({ name, place }: Argument, operation: Operation, view: CatalogView): FieldOf | undefined {
  const object = operation.object === undefined ? undefined : view.index.object(operation.object)
  const field = object === undefined || place !== 'column' ? undefined : findFieldOf(object, name)
  return object === undefined || field === undefined ? undefined : { object: object.name, field }
}

function findField(name: string, arena: TargetArena): TargetResolution | undefined {
  const input = inputArgumentOf(arena.operation)
  if (input === undefined) return undefined
  const prefix = `${input.name}.`
  const inner = name.startsWith(prefix) ? followNames(input, name.slice(prefix.length), arena) : undefined
  return inner ?? followNames(input, name, arena)
}

/** A name with a dot in it is tried as it stands before it is taken apart. */
function followNames(input: Argument, text: string, { view }: TargetArena): TargetResolution | undefined {
  const names = plainNames(text) ?? []
  const whole = walk(toTarget(input), [text], view)
  if (whole !== undefined || names.length === 0) return whole
  return walk(toTarget(input), names, view)
}

function walk(from: Target, names: readonly string[], view: CatalogView): TargetResolution | undefined {
  let target = from
  for (const name of names) {
    const step = stepInto(target.type, name, view)
    if (step.status === 'blocked') return step
    if (step.status !== 'found') return undefined
    target = enter(target, name, step)
  }
  return { status: 'found', target }
}

function enter(
  target: Target,
  name: string,
  step: Extract<ReturnType<typeof stepInto>, { status: 'found' }>,
): Target {
  const field = step.fields[0]?.field
  return {
    path: [...target.path, name],
    argument: target.argument,
    fields: [...target.fields, ...step.fields],
    type: step.value.type,
    nullable: step.value.nullable,
    required: step.isCertain,
    ...(field?.default === undefined ? {} : { default: field.default }),
    ...(field?.description === undefined ? {} : { description: field.description }),
    ...(field?.constraints === undefined ? {} : { constraints: field.constraints }),
    sensitivity: step.fields.map((entry) => entry.field.sensitivity).reduce(stricter, target.sensitivity),
    isReadOnly: target.isReadOnly || step.fields.some((entry) => entry.field.access === 'read_only'),
  }
}
