import {
  type AssignedCondition,
  type Binding,
  comparedType,
  type Condition,
  fewestCharacters,
  type FieldCondition,
  mostValues,
  namedOutputs,
  type ObjectRef,
  type Operation,
  parseFieldPath,
  type PathSegment,
} from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import { type FieldOf, stepInto } from './step-into.ts'
import { resolveTarget, type Target, type TargetResolution } from './resolve-target.ts'
import type { AuthoredSource, ResolvedOutput, ResolvedRows } from './resolved-binding.ts'
import type { Entry } from './resolved-entry.ts'

/** The conditions of a binding and then those of rows within rows, those of an `anyOf` one by one. */
export function conditionEntries(
  { where = [] }: Binding,
  outputs: readonly ResolvedOutput[],
  view: CatalogView,
): readonly Entry[] {
  const own = entriesOf(where, { origin: [], prefix: '' })
  const inner = namedOutputs(outputs).flatMap(({ name, output }) => {
    const search = output.kind === 'rows' ? rowsSearch(output, view) : undefined
    if (output.kind !== 'rows' || search === undefined) return []
    const places = output.origin.filter((segment) => typeof segment === 'number')
    const rows = { origin: output.origin, prefix: `${places.join('/')}/`, rows: name.split('.'), search }
    return entriesOf(output.where ?? [], rows)
  })
  return [...own, ...inner]
}

/** The search over the table of rows within rows; undefined for all other rows. */
export function rowsSearch({ resolution }: ResolvedRows, { index }: CatalogView): Operation | undefined {
  if (resolution.status !== 'found' || resolution.reverse === undefined) return undefined
  return index.operation(`${resolution.reverse.object}.find`)
}

/** The rows that conditions are about, and where they stand. */
interface RowsPlace {
  readonly origin: readonly PathSegment[]
  /** What their ids begin with. */
  readonly prefix: string
  readonly rows?: readonly string[]
  readonly search?: Operation
}

function entriesOf(where: readonly Condition[], place: RowsPlace): readonly Entry[] {
  return where.flatMap((condition, index) => {
    const origin = [...place.origin, 'where', index]
    const id = `${place.prefix}${index}`
    return 'anyOf' in condition
      ? condition.anyOf.map((branch, at) =>
          toEntry(branch, { ...place, origin: [...origin, 'anyOf', at] }, `${id}.${at}`),
        )
      : [toEntry(condition, { ...place, origin }, id)]
  })
}

function toEntry(authored: FieldCondition, { origin, rows, search }: RowsPlace, id: string): Entry {
  const { field, param, description, example } = authored
  const condition = { ...toCondition(authored, id), ...(rows === undefined ? {} : { rows }) }
  return {
    ...(search === undefined ? {} : { search }),
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
export function resolveCondition(
  { name, condition, search }: Entry,
  { view, operation }: ConditionArena,
): TargetResolution {
  const found = resolveColumn(name, { view, operation: search ?? operation })
  if (found.status !== 'found' || condition === undefined) return found
  return { status: 'found', target: comparedTarget(found.target, condition) }
}

/** A column of the table, or of a row that one of its rows leads to: `status`, `customer.city.name`. */
export function resolveColumn(name: string, arena: ConditionArena): TargetResolution {
  const own = resolveTarget(name, 'arguments_first', { ...arena, operation: searchOf(arena) })
  if (own.status !== 'unknown') return own
  return resolveJoined(name, arena) ?? own
}

/** Most relationships of tables between a row and a value that is read, compared or ordered by. */
export const mostSteps = 3

/** Undefined where the names before the last one lead to no row of another table. */
function resolveJoined(name: string, { operation, view }: ConditionArena): TargetResolution | undefined {
  const parsed = parseFieldPath(name)
  const names = parsed.ok ? parsed.value.flatMap((step) => (step.kind === 'field' ? [step.name] : [])) : []
  const [last = '', ...before] = [...names].reverse()
  const isPlain = parsed.ok && names.length === parsed.value.length
  if (!isPlain || before.length === 0 || before.length > mostSteps) return undefined
  const relations = before.reverse()
  const fields: FieldOf[] = []
  let type: ObjectRef = { kind: 'object', name: operation.object ?? '' }
  for (const relation of relations) {
    const step = stepInto(type, relation, view)
    if (step.status === 'blocked') return { status: 'blocked' }
    if (step.status !== 'found' || step.value.type.kind !== 'object') return undefined
    type = step.value.type
    fields.push(...step.fields)
  }
  const search = view.index.operation(`${type.name}.find`)
  if (search === undefined) return undefined
  const column = resolveTarget(last, 'arguments_first', { operation: search, view })
  if (column.status !== 'found') return column
  const { target } = column
  // A row that there is not has none of its values.
  return {
    status: 'found',
    target: {
      ...target,
      path: [...relations, ...target.path],
      nullable: true,
      fields: [...fields, ...target.fields],
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
