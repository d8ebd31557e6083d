import {
  type AssignedCondition,
  type Binding,
  comparedType,
  fewestCharacters,
  type FieldCondition,
  mostValues,
  type Operation,
  parseFieldPath,
  type PathSegment,
  type TypeRef,
} from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import { stepInto } from './step-into.ts'
import { resolveTarget, type Target, type TargetResolution } from './resolve-target.ts'
import type { AuthoredSource } from './resolved-binding.ts'
import type { Entry } from './resolved-entry.ts'

/** The conditions of a binding, those of an `anyOf` one by one. */
export function conditionEntries({ where = [] }: Binding): readonly Entry[] {
  return where.flatMap((condition, index) =>
    'anyOf' in condition
      ? condition.anyOf.map((branch, at) => toEntry(branch, ['where', index, 'anyOf', at], `${index}.${at}`))
      : [toEntry(condition, ['where', index], String(index))],
  )
}

function toEntry(authored: FieldCondition, origin: readonly PathSegment[], id: string): Entry {
  const { field, param, description, example } = authored
  const condition = toCondition(authored, id)
  return {
    origin,
    key: 'field',
    paramKey: 'param',
    name: field,
    source: sourceOf(authored),
    order: 'arguments_first',
    condition,
    ...(condition.optional === true ? {} : { namesRows: true }),
    ...(param === undefined || (description === undefined && example === undefined)
      ? {}
      : { input: { param, argument: field, ...textsOf(authored) } }),
  }
}

function toCondition(
  { op = 'eq', optional, fold, max, param }: FieldCondition,
  id: string,
): AssignedCondition {
  return {
    id,
    op,
    ...(optional === true ? { optional } : {}),
    ...(fold === true ? { fold } : {}),
    ...(op === 'in' && param !== undefined ? { max: max ?? mostValues } : {}),
  }
}

const textsOf = ({ description, example }: FieldCondition) => ({
  ...(description === undefined ? {} : { description }),
  ...(example === undefined ? {} : { example }),
})

function sourceOf({ op, param, const: value, relative }: FieldCondition): AuthoredSource {
  const sources: AuthoredSource[] = []
  if (param !== undefined) sources.push({ from: 'parameter', name: param })
  if (value !== undefined) sources.push({ from: 'constant', value })
  if (relative !== undefined) sources.push({ from: 'relative', text: relative })
  const [only, ...more] = sources
  if (more.length > 0) return { from: 'both' }
  // Nothing is compared with: it only asks whether something is there.
  return only ?? (op === 'isNull' ? { from: 'constant', value: true } : { from: 'neither' })
}

export interface ConditionArena {
  readonly operation: Operation
  readonly view: CatalogView
}

/**
 * The field that a condition is about, with the type of what it is compared with. Only what a search compares is such a
 * field, whatever the operation itself takes.
 */
export function resolveCondition({ name, condition }: Entry, arena: ConditionArena): TargetResolution {
  const found = resolveColumn(name, arena)
  if (found.status !== 'found' || condition === undefined) return found
  return { status: 'found', target: comparedTarget(found.target, condition) }
}

/** A column of the table, or of a row that one of its rows leads to: `city`, `customer.city`. */
export function resolveColumn(name: string, arena: ConditionArena): TargetResolution {
  const own = resolveTarget(name, 'arguments_first', { ...arena, operation: searchOf(arena) })
  if (own.status !== 'unknown') return own
  return resolveJoined(name, arena) ?? own
}

/** Undefined where the first name leads to no row of another table. */
function resolveJoined(name: string, { operation, view }: ConditionArena): TargetResolution | undefined {
  const parsed = parseFieldPath(name)
  const [first, second, ...more] = parsed.ok ? parsed.value : []
  if (first?.kind !== 'field' || second?.kind !== 'field' || more.length > 0) return undefined
  const table: TypeRef = { kind: 'object', name: operation.object ?? '' }
  const step = stepInto(table, first.name, view)
  if (step.status === 'blocked') return { status: 'blocked' }
  if (step.status !== 'found' || step.value.type.kind !== 'object') return undefined
  const search = view.index.operation(`${step.value.type.name}.find`)
  if (search === undefined) return undefined
  const column = resolveTarget(second.name, 'arguments_first', { operation: search, view })
  if (column.status !== 'found') return column
  const { target } = column
  // A row that there is not has none of its values.
  return {
    status: 'found',
    target: {
      ...target,
      path: [first.name, ...target.path],
      nullable: true,
      fields: [...step.fields, ...target.fields],
    },
  }
}

/** The search over the same table: an update takes what it writes, and compares what a search can. */
function searchOf({ operation, view }: ConditionArena): Operation {
  const search = view.index.operation(`${operation.object ?? ''}.find`)
  return search?.object === operation.object && search !== undefined ? search : operation
}

function comparedTarget(target: Target, { op, max }: AssignedCondition): Target {
  const type = comparedType(op, target.type)
  const plain = { ...target, type, nullable: false, required: false }
  if (op === 'startsWith' || op === 'contains')
    return { ...plain, constraints: { minLength: fewestCharacters[op], maxLength: 1000 } }
  if (op === 'in') return { ...plain, constraints: { minItems: 1, maxItems: max ?? mostValues } }
  return plain
}
