import {
  type Aggregate,
  type Binding,
  type CatalogIndex,
  type Condition,
  type FieldCondition,
  type FieldPath,
  findField,
  findReverseStep,
  formatFieldPath,
  indexCatalog,
  openScoping,
  type ObjectType,
  type Operation,
  parseFieldPath,
  type PathStep,
  type ProjectionField,
  type SchemaCatalog,
  type TypeRef,
} from '@bindery/model'
import { type RenameGuess } from '@bindery/model/drift'
import { viewCatalog } from '../resolution/catalog-view.ts'
import { isOfTable, resolveRows } from '../resolution/resolve-reading.ts'
import { type RenamedNames, renamedNames } from './renamed-names.ts'

/**
 * The same binding in new names. Paths are followed through the catalog that the binding was written for, since a name
 * means something only in its object. Expressions keep their names: what they read no longer is a compiler issue.
 */
export function renameBinding(
  binding: Binding,
  before: SchemaCatalog,
  renames: readonly RenameGuess[],
): Binding {
  const index = indexCatalog(before)
  const operation = index.operation(binding.operation)
  if (operation === undefined) return binding
  const walk: Walk = { names: renamedNames(renames), index, operation }
  return {
    ...binding,
    operation: renameOperation(walk),
    inputs: binding.inputs.map((input) => ({ ...input, argument: renameTarget(input.argument, walk) })),
    inputObjectMap: binding.inputObjectMap.map((entry) => ({
      ...entry,
      field: renameInside(entry.field, inputType(walk), walk),
      ...renameRowFields(entry, walk),
    })),
    projection: binding.projection.map((entry) => renameOutput(entry, operation.returns?.type, walk)),
    ...renameRows(binding, rowsOf(binding, before, operation), walk),
    ...(binding.aggregate === undefined
      ? {}
      : renameAggregate(binding.aggregate, rowsOf(binding, before, operation), walk)),
    ...(binding.rows === undefined
      ? {}
      : { rows: renamePath(binding.rows, operation.returns?.type, walk).path }),
    ...(binding.sqlSearch === undefined ? {} : { sqlSearch: renameSearch(binding.sqlSearch, walk) }),
    ...(binding.sqlWrite === undefined ? {} : { sqlWrite: renameWrite(binding.sqlWrite, walk) }),
  }
}

interface Walk {
  readonly names: RenamedNames
  readonly index: CatalogIndex
  /** As it was. */
  readonly operation: Operation
}

/** An operation of a renamed table carries the table's name. */
function renameOperation({ names, operation }: Walk): string {
  const renamed = names.operation(operation.name)
  const { object } = operation
  if (renamed !== operation.name || object === undefined) return renamed
  return renamed.startsWith(`${object}.`) ? `${names.object(object)}${renamed.slice(object.length)}` : renamed
}

/** `argument`, `place.argument`, or a path into the input object with or without the argument's name. */
function renameTarget(name: string, walk: Walk): string {
  const { operation, names } = walk
  const whole = operation.arguments.find((argument) => argument.name === name)
  if (whole !== undefined) return names.argument(operation.name, name)
  const dot = name.indexOf('.')
  const head = dot < 0 ? name : name.slice(0, dot)
  const rest = dot < 0 ? '' : name.slice(dot + 1)
  const argument = operation.arguments.find((candidate) => candidate.name === head)
  if (argument !== undefined && rest !== '') {
    return `${names.argument(operation.name, head)}.${renameInside(rest, argument.type, walk)}`
  }
  if (operation.arguments.some((candidate) => candidate.place === head && candidate.name === rest)) {
    return `${head}.${names.argument(operation.name, rest)}`
  }
  return renameInside(name, inputType(walk), walk)
}

/** Fields of each row of a list that a caller gives. */
function renameRowFields({ field, fields }: Binding['inputObjectMap'][number], walk: Walk) {
  if (fields === undefined) return {}
  const { end } = renamePath(field, inputType(walk), walk)
  const row = itemsOf(end)
  return { fields: fields.map((each) => ({ ...each, field: renameInside(each.field, row, walk) })) }
}

function inputType({ operation }: Walk): TypeRef | undefined {
  return operation.arguments.find((argument) =>
    operation.inputArgument === undefined
      ? argument.place === 'body'
      : argument.name === operation.inputArgument,
  )?.type
}

function renameInside(path: string, type: TypeRef | undefined, walk: Walk): string {
  const renamed = renamePath(path, type, walk).path
  return typeof renamed === 'string' ? renamed : path
}

const rowType = (object: string | undefined): TypeRef | undefined =>
  object === undefined ? undefined : { kind: 'object', name: object }

/** What a binding says something of: rows of its table, or of its answer. */
function rowsOf(binding: Binding, before: SchemaCatalog, operation: Operation): TypeRef | undefined {
  if (isOfTable(operation)) return rowType(operation.object)
  const rows = resolveRows(binding, operation, viewCatalog(before, openScoping))
  return rows.status === 'found' ? rows.row.type : undefined
}

function renameAggregate(
  aggregate: Aggregate,
  row: TypeRef | undefined,
  walk: Walk,
): Pick<Binding, 'aggregate'> {
  const { values, groupBy, ...rest } = aggregate
  const rename = (field: string): string => renameColumn(field, row, walk)
  return {
    aggregate: {
      ...rest,
      values: values.map((value) =>
        value.field === undefined ? value : { ...value, field: rename(value.field) },
      ),
      ...(groupBy === undefined
        ? {}
        : { groupBy: groupBy.map((group) => ({ ...group, field: rename(group.field) })) }),
    },
  }
}

/** An entry of a projection, or a field of rows, from a value of that type. */
function renameOutput(entry: ProjectionField, from: TypeRef | undefined, walk: Walk): ProjectionField {
  const { path, end } = renamePath(entry.path, from, walk)
  if (entry.fields === undefined) return { ...entry, path }
  const row = itemsOf(end)
  const fields = entry.fields.map((field) => renameOutput(field, row, walk))
  return { ...entry, path, fields, ...renameRows(entry, row, walk) }
}

/** What rows must satisfy and how they are ordered; empty where nothing is said. */
function renameRows(
  { where, orderBy, aggregate }: Pick<Binding, 'where' | 'orderBy' | 'aggregate'>,
  row: TypeRef | undefined,
  walk: Walk,
): Pick<Binding, 'where' | 'orderBy'> {
  const rename = ({ field, argument, ...rest }: FieldCondition): FieldCondition => ({
    ...rest,
    ...(field === undefined ? {} : { field: renameColumn(field, row, walk) }),
    ...(argument === undefined ? {} : { argument: renameTarget(argument, walk) }),
  })
  const renameCondition = (entry: Condition): Condition =>
    'anyOf' in entry ? { anyOf: entry.anyOf.map(rename) } : rename(entry)
  return {
    ...(where === undefined ? {} : { where: where.map(renameCondition) }),
    // Groups are ordered by what they show, under names of the binding.
    ...(orderBy === undefined || aggregate !== undefined
      ? {}
      : {
          orderBy: orderBy.map((entry) => ({ ...entry, field: renameColumn(entry.field, row, walk) })),
        }),
  }
}

/** The path in new names and the type that it ended at in the old catalog. What cannot be followed stays as it is. */
function renamePath(
  path: FieldPath,
  from: TypeRef | undefined,
  walk: Walk,
): { readonly path: FieldPath; readonly end: TypeRef | undefined } {
  const parsed = parseFieldPath(path)
  if (!parsed.ok) return { path, end: undefined }
  let type = from
  const steps = parsed.value.map((step): PathStep => {
    const next = type === undefined ? undefined : follow(step, type, walk)
    type = next?.type
    return next?.step ?? step
  })
  const isSame = JSON.stringify(steps) === JSON.stringify(parsed.value)
  return { path: isSame ? path : formatFieldPath(steps), end: type }
}

interface Followed {
  readonly step: PathStep
  readonly type: TypeRef | undefined
}

function follow(step: PathStep, type: TypeRef, walk: Walk): Followed | undefined {
  if (step.kind === 'item') return { step, type: itemsOf(type) }
  switch (type.kind) {
    case 'object': {
      const object = walk.index.object(type.name)
      const field = object === undefined ? undefined : findField(object, step.name)
      if (object !== undefined && field === undefined) return followBack(step.name, object, walk)
      const name = walk.names.field(type.name, step.name)
      return { step: { kind: 'field', name }, type: field?.type }
    }
    case 'union':
      return followUnion(step, type.members, walk)
    case 'map':
      return { step, type: type.values }
    case 'list':
      return follow(step, type.items, walk)
    case 'scalar':
    case 'enum':
      return undefined
  }
}

/** The rows that lead to an object are called by their table, and perhaps by the field that leads there. */
function followBack(name: string, object: ObjectType, { names, index }: Walk): Followed {
  const reverse = findReverseStep(object, name, index.catalog.relationships)
  if (reverse === undefined)
    return { step: { kind: 'field', name: names.field(object.name, name) }, type: undefined }
  const table = names.object(reverse.object)
  const isShort = name === reverse.object
  const renamed = isShort ? table : `${table}_by_${names.field(reverse.object, reverse.field)}`
  const items: TypeRef = { kind: 'object', name: reverse.object }
  return {
    step: { kind: 'field', name: renamed },
    type: { kind: 'list', items, itemsNullable: false },
  }
}

function followUnion(step: PathStep, members: readonly TypeRef[], walk: Walk): Followed | undefined {
  for (const member of members) {
    const next = follow(step, member, walk)
    if (next?.type !== undefined) return next
  }
  return undefined
}

const itemsOf = (type: TypeRef | undefined): TypeRef | undefined =>
  type?.kind === 'list' ? type.items : type

/** A column of a row, whichever operation of its table takes it, or of a row that it leads to. */
function renameColumn(name: string, row: TypeRef | undefined, walk: Walk): string {
  if (row?.kind !== 'object') return name
  const own = walk.names.field(row.name, name)
  if (own !== name || !name.includes('.')) return own
  const renamed = renamePath(name, row, walk).path
  return typeof renamed === 'string' ? renamed : name
}

function renameSearch(search: NonNullable<Binding['sqlSearch']>, { names }: Walk) {
  const column = (name: string): string => names.field(search.table, name)
  return {
    ...search,
    table: names.object(search.table),
    ...(search.filter === undefined
      ? {}
      : { filter: { ...search.filter, column: column(search.filter.column) } }),
    ...(search.filters === undefined
      ? {}
      : { filters: search.filters.map((entry) => ({ ...entry, column: column(entry.column) })) }),
    ...(search.orderBy === undefined
      ? {}
      : { orderBy: { ...search.orderBy, column: column(search.orderBy.column) } }),
    ...(search.constants === undefined
      ? {}
      : { constants: search.constants.map((entry) => ({ ...entry, column: column(entry.column) })) }),
  }
}

function renameWrite(write: NonNullable<Binding['sqlWrite']>, { names }: Walk) {
  const column = (name: string): string => names.field(write.table, name)
  return {
    ...write,
    table: names.object(write.table),
    columns: write.columns.map((entry) => ({ ...entry, column: column(entry.column) })),
    ...(write.keyColumn === undefined ? {} : { keyColumn: column(write.keyColumn) }),
    ...(write.keys === undefined
      ? {}
      : { keys: write.keys.map((entry) => ({ ...entry, column: column(entry.column) })) }),
  }
}
