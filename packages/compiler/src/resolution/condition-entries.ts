import {
  type AssignedCondition,
  type Binding,
  comparedType,
  type Condition,
  type Constraints,
  fewestCharacters,
  type FieldCondition,
  mostValues,
  namedOutputs,
  type ObjectRef,
  type Operation,
  parseFieldPath,
  type PathSegment,
  type Typed,
} from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import { type FieldOf, stepInto } from './step-into.ts'
import { resolveTarget } from './resolve-target.ts'
import type { Target, TargetResolution } from './target.ts'
import type { AuthoredSource, ResolvedOutput, ResolvedRows } from './resolved-binding.ts'
import type { Entry } from './resolved-entry.ts'

/** A condition on one field or argument, and where it stands. */
export interface AuthoredCondition {
  readonly condition: FieldCondition
  readonly origin: readonly PathSegment[]
  /** Its place in `where`: `2`, or `2.0` for the first branch of an `anyOf`. */
  readonly id: string
  readonly isBranch: boolean
}

/** Conditions one by one, those of an `anyOf` too. */
export function authoredConditions(
  { where = [] }: { readonly where?: readonly Condition[] | undefined },
  { origin, prefix }: Pick<RowsPlace, 'origin' | 'prefix'> = { origin: [], prefix: '' },
): readonly AuthoredCondition[] {
  return where.flatMap((condition, index): readonly AuthoredCondition[] => {
    const at = { origin: [...origin, 'where', index], id: `${prefix}${index}` }
    return 'anyOf' in condition
      ? condition.anyOf.map((branch, way) => ({
          condition: branch,
          origin: [...at.origin, 'anyOf', way],
          id: `${at.id}.${way}`,
          isBranch: true,
        }))
      : [{ condition, ...at, isBranch: false }]
  })
}

/** The conditions of a search of a table and then those of rows within rows. */
export function tableEntries(
  binding: Binding,
  outputs: readonly ResolvedOutput[],
  view: CatalogView,
): readonly Entry[] {
  const own = entriesOf(binding, { origin: [], prefix: '' })
  const inner = namedOutputs(outputs).flatMap(({ name, output }) => {
    const search = output.kind === 'rows' ? rowsSearch(output, view) : undefined
    if (output.kind !== 'rows' || search === undefined) return []
    return entriesOf({ where: output.where }, { ...innerPlace(output, name), search })
  })
  return [...own, ...inner]
}

/** Where conditions on rows within rows stand; `name` leads to their output. */
export function innerPlace({ origin }: ResolvedRows, name: string) {
  const places = origin.filter((segment) => typeof segment === 'number')
  return { origin, prefix: `${places.join('/')}/`, rows: name.split('.') }
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
  readonly row?: Typed
}

export const entriesOf = (
  conditions: { readonly where?: readonly Condition[] | undefined },
  place: RowsPlace,
): readonly Entry[] =>
  authoredConditions(conditions, place).flatMap((authored) => {
    const { field, argument } = authored.condition
    const { rows, search, row } = place
    // Nothing is sent for rows within rows of an answer, which is told by itself.
    if (row !== undefined && field === undefined) return []
    const entry = toEntry(authored, { key: 'field', name: field ?? argument ?? '' })
    return [
      {
        ...entry,
        ...(search === undefined ? {} : { search }),
        ...(row === undefined ? {} : { row }),
        condition: { ...entry.condition, ...(rows === undefined ? {} : { rows }) },
      },
    ]
  })

/** An entry that is a condition: each of them is, until it is sent. */
export interface ConditionEntry extends Entry {
  readonly condition: AssignedCondition
}

export function toEntry(
  { condition: authored, origin, id }: AuthoredCondition,
  { key, name }: { readonly key: 'field' | 'argument'; readonly name: string },
): ConditionEntry {
  const { param, description, example } = authored
  const condition = toCondition(authored, id)
  return {
    origin,
    key,
    paramKey: 'param',
    name,
    source: sourceOf(authored),
    order: 'arguments_first',
    condition,
    ...(condition.optional === true ? {} : { namesRows: true }),
    ...(param === undefined || (description === undefined && example === undefined)
      ? {}
      : { input: { param, argument: name, ...textsOf(authored) } }),
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
export function resolveTableCondition(
  { name, condition, search }: Entry,
  { view, operation }: ConditionArena,
): TargetResolution {
  const found = resolveColumn(name, { view, operation: search ?? operation })
  return compared(found, condition)
}

/** What a condition compares with what was found. */
export function compared(
  found: TargetResolution,
  condition: AssignedCondition | undefined,
): TargetResolution {
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

function comparedTarget(target: Target, condition: AssignedCondition): Target {
  const type = comparedType(condition.op, target.type)
  const constraints = limitsOf(condition)
  const plain = { ...target, type, nullable: false, required: false }
  return constraints === undefined ? plain : { ...plain, constraints }
}

/** What the value of a condition is held to. */
export function limitsOf({ op, max }: AssignedCondition): Constraints | undefined {
  if (op === 'startsWith' || op === 'contains') return { minLength: fewestCharacters[op], maxLength: 1000 }
  return op === 'in' ? { minItems: 1, maxItems: max ?? mostValues } : undefined
}
