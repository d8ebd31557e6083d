import {
  Binding,
  type FieldCondition,
  type FieldPath,
  formatFieldPath,
  isStepsBinding,
  type Issue,
  type Operation,
  parameterUses,
  parseFieldPath,
  type SchemaCatalog,
  type SqlSearch,
} from '@bindery/model'
import type { LineDecision } from './decisions.ts'
import { mapGoal } from './map-goal.ts'
import type { MappedGoal, MappingTools } from './mapped-goal.ts'

export interface RemapTask {
  /** A binding that compiled against an earlier catalog. */
  readonly binding: Binding
  readonly isWrite: boolean
  /** What refuses it now. */
  readonly issues: readonly Issue[]
}

/**
 * The same binding with new places for what the catalog does not have any more: for drift that no renaming explains. The
 * operation and the lines that nothing refuses stay as they are; the others are placed by the fit of names. It is only
 * given when every parameter and every output has a place again, each found by more than a guess, and all of it compiles.
 */
export function remapBinding(
  { binding, isWrite, issues }: RemapTask,
  catalog: SchemaCatalog,
  tools: MappingTools,
): Binding | undefined {
  const errors = issues.filter(({ severity }) => severity === 'error')
  const operation = catalog.operations.find(({ name }) => name === binding.operation)
  const full = fullPlace(operation)
  const mapped = mapGoal(
    {
      goal: goalOf(binding),
      parameters: parametersOf(binding),
      outputs: outputsOf(binding),
      isWrite,
      allowSensitive: binding.allowSensitive,
      decisions: operation === undefined ? [] : keptLines(binding, errors, full),
    },
    catalog,
    // One operation stays one.
    { compile: tools.compile },
  )
  if (
    mapped.status !== 'mapped' ||
    isStepsBinding(mapped.binding) ||
    mapped.issues.length > 0 ||
    !isSure(mapped)
  )
    return undefined
  const candidate = Binding.safeParse(merge(binding, mapped.binding, full))
  return candidate.success && tools.compile(candidate.data).ok ? candidate.data : undefined
}

/** What the binding is for, in the words of whoever wrote it. */
function goalOf({ description, toolName, operation }: Binding): string {
  const text = [toolName, description ?? '', operation].join('. ').slice(0, 900)
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
}

const isSure = ({ strength, lines }: MappedGoal): boolean =>
  strength !== 'weak' && lines.every((line) => line.strength !== 'weak')

const parametersOf = (binding: Binding): readonly string[] => [
  ...new Set(parameterUses(binding).map(({ param }) => param)),
]

const outputsOf = ({ projection }: Binding): readonly string[] =>
  projection.flatMap(({ leaf, fields }) =>
    fields === undefined ? [leaf] : fields.map((field) => field.leaf),
  )

/** A place as drafts write it: `subject` and `query.limit` may be written for `body.subject` and `limit`. */
type FullPlace = (place: string) => string

function fullPlace(operation: Operation | undefined): FullPlace {
  const names = new Set(operation?.arguments.map(({ name }) => name))
  const input = operation?.inputArgument ?? operation?.arguments.find(({ place }) => place === 'body')?.name
  return (place) => {
    const [head = '', ...rest] = place.split('.')
    if (names.has(place) || (names.has(head) && rest.length > 0)) return place
    const last = rest.join('.')
    return names.has(last) || input === undefined ? last || place : `${input}.${place}`
  }
}

/** What nothing refuses is decided: the operation when it is still there, and each line that no error is about. */
function keptLines(binding: Binding, errors: readonly Issue[], full: FullPlace): readonly LineDecision[] {
  const refused = (...path: readonly (string | number)[]): boolean =>
    errors.some((issue) => path.every((segment, at) => issue.path[at] === segment))
  const accept = (kind: 'input' | 'output', name: string, place: string): LineDecision => ({
    kind,
    verdict: 'accept',
    name,
    place,
  })
  return [
    { kind: 'operation', verdict: 'accept', name: binding.operation },
    ...binding.inputs.flatMap(({ param, argument }, at) =>
      param === undefined || refused('inputs', at) ? [] : [accept('input', param, full(argument))],
    ),
    ...binding.inputObjectMap.flatMap(({ param, field }, at) =>
      param === undefined || refused('inputObjectMap', at) ? [] : [accept('input', param, full(field))],
    ),
    ...(binding.where ?? []).flatMap((entry, at) =>
      'anyOf' in entry || entry.param === undefined || refused('where', at)
        ? []
        : [accept('input', entry.param, entry.field ?? entry.argument ?? '')],
    ),
    ...binding.projection.flatMap((entry, at) =>
      keptOutputs(entry, (...path) => refused('projection', at, ...path), accept),
    ),
  ]
}

type Projection = Binding['projection'][number]

function keptOutputs(
  { path, leaf, fields }: Projection,
  refused: (...path: readonly (string | number)[]) => boolean,
  accept: (kind: 'output', name: string, place: string) => LineDecision,
): readonly LineDecision[] {
  if (fields === undefined) return refused() ? [] : [accept('output', leaf, textOf(path))]
  const list = textOf(path)
  return fields.flatMap((field, at) => {
    const isRefused = refused('fields', at) || refused('path') || (refused() && !refused('fields'))
    const place = list === '' || list === '$' ? textOf(field.path) : `${list}.${textOf(field.path)}`
    return isRefused ? [] : [accept('output', field.leaf, place)]
  })
}

function textOf(path: FieldPath): string {
  const parsed = parseFieldPath(path)
  return parsed.ok ? formatFieldPath(parsed.value) : String(path)
}

/** The old binding with the places of the new one; what is missing there leaves the result incomplete, which is refused. */
function merge(old: Binding, fresh: Binding, full: FullPlace): unknown {
  const inputs = old.inputs.map((input) => {
    // A constant or a template is for its argument alone.
    if (input.param === undefined) return input
    const place = fresh.inputs.find(({ param }) => param === input.param)?.argument
    return place === undefined
      ? undefined
      : { ...input, argument: place === full(input.argument) ? input.argument : place }
  })
  const fields = old.inputObjectMap.map((entry) => {
    if (entry.param === undefined) return entry
    const place = fresh.inputObjectMap.find(({ param }) => param === entry.param)?.field
    return place === undefined
      ? undefined
      : { ...entry, field: place === full(entry.field) ? entry.field : place }
  })
  return {
    ...old,
    operation: fresh.operation,
    inputs,
    inputObjectMap: fields,
    projection: old.projection.map((entry) => mergeProjection(entry, fresh.projection)),
    ...mergeTables(old, fresh),
  }
}

function mergeProjection(entry: Projection, fresh: readonly Projection[]): Projection | undefined {
  const { fields } = entry
  if (fields === undefined) {
    const single = fresh.find((candidate) => candidate.fields === undefined && candidate.leaf === entry.leaf)
    return single === undefined ? undefined : { ...entry, path: single.path }
  }
  const rows = fresh.find(({ fields: own }) =>
    fields.every(({ leaf }) => own?.some((field) => field.leaf === leaf)),
  )
  if (rows?.fields === undefined) return undefined
  const paths = new Map(rows.fields.map(({ leaf, path }) => [leaf, path]))
  return {
    ...entry,
    path: rows.path,
    fields: fields.map((field) => ({ ...field, path: paths.get(field.leaf) ?? field.path })),
  }
}

/** Columns take their new names; what else was said of the rows stays. */
function mergeTables(old: Binding, fresh: Binding): Pick<Binding, 'where' | 'sqlSearch' | 'sqlWrite'> {
  const { where, sqlSearch, sqlWrite } = old
  const columnOf = columnsByParameter(fresh)
  const write = fresh.sqlWrite
  return {
    ...(where === undefined
      ? {}
      : {
          where: where.map((entry) =>
            'anyOf' in entry
              ? { anyOf: entry.anyOf.map((branch) => moved(branch, columnOf)) }
              : moved(entry, columnOf),
          ),
        }),
    ...(sqlSearch === undefined || fresh.where === undefined
      ? {}
      : {
          sqlSearch: {
            ...sqlSearch,
            table: tableOf(fresh),
            ...mergeFilters(sqlSearch, columnOf),
          },
        }),
    ...(sqlWrite === undefined || write === undefined
      ? {}
      : {
          sqlWrite: {
            ...sqlWrite,
            table: write.table,
            ...(write.keyColumn === undefined ? {} : { keyColumn: write.keyColumn }),
            ...(write.keys === undefined
              ? {}
              : { keyColumn: undefined, keyParam: undefined, keys: write.keys }),
            columns: sqlWrite.columns.map((column) => ({
              ...column,
              column:
                write.columns.find(({ param }) => param !== undefined && param === column.param)?.column ??
                column.column,
            })),
          },
        }),
  }
}

/** The column that a parameter is compared with now; undefined where it has none. */
type ColumnOf = (param: string | undefined) => string | undefined

function columnsByParameter(binding: Binding): ColumnOf {
  const columns = new Map(
    parameterUses(binding).flatMap(({ how, param, place }) =>
      how === 'condition' ? [[param, place] as const] : [],
    ),
  )
  return (param) => (param === undefined ? undefined : columns.get(param))
}

const moved = (condition: FieldCondition, columnOf: ColumnOf): FieldCondition => ({
  ...condition,
  field: columnOf(condition.param) ?? condition.field,
})

/** The table of a search: its operation is called after it. */
const tableOf = ({ operation }: Binding): string => operation.replace(/\.find$/, '')

/** A filter keeps its parameter and takes the column where that is found now. */
function mergeFilters(
  { filter, filters }: SqlSearch,
  columnOf: ColumnOf,
): Pick<SqlSearch, 'filter' | 'filters'> {
  const at = (old: NonNullable<typeof filter>) => ({ ...old, column: columnOf(old.param) ?? old.column })
  return {
    ...(filter === undefined ? {} : { filter: at(filter) }),
    ...(filters === undefined ? {} : { filters: filters.map(at) }),
  }
}
