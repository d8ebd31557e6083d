import {
  type Aggregate,
  aggregatedType,
  type AggregateValue,
  findField,
  isColumnBlocked,
  nearestNames,
  type PathSegment,
  type PathStep,
  type SensitivityClass,
  type Typed,
} from '@bindery/model'
import { toOutputType } from './check-transform.ts'
import { resolveColumn } from './condition-entries.ts'
import type { AnswerArena } from './answer-entries.ts'
import { isOfTable } from './resolve-reading.ts'
import { type PathResolution, resolvePath } from './resolve-path.ts'
import type { ResolvedOutput, ResolvedValue } from './resolved-binding.ts'
import type { FieldOf } from './step-into.ts'

/** Groups that are returned when a binding does not say how many. */
const defaultGroups = 20

/** What counts and sums give: single values, or a list of groups. The answer holds a row for each group, by its leaves. */
export function resolveAggregate(aggregate: Aggregate, arena: AnswerArena): readonly ResolvedOutput[] {
  const row: readonly PathStep[] = [{ kind: 'item', index: 0, from: 'list' }]
  const { values, groupBy, leaf, max } = aggregate
  if (groupBy === undefined) return values.map((value, at) => resolveValue(value, { at, row, arena }))
  return [
    {
      kind: 'rows',
      origin: ['aggregate'],
      leaf: leaf ?? 'groups',
      resolution: { ...foundRow, steps: [], present: [0] },
      max: max ?? defaultGroups,
      maxOrigin: 'authored',
      shape: 'list',
      fields: [
        ...groupBy.map((entry, at) => resolveGroup(entry, at, arena)),
        ...values.map((value, at) => resolveValue(value, { at, row: [], arena })),
      ],
    },
  ]
}

const foundRow = {
  status: 'found',
  value: {
    type: {
      kind: 'list',
      items: { kind: 'map', values: { kind: 'scalar', scalar: 'any' }, valuesNullable: true },
      itemsNullable: false,
    },
    nullable: false,
  },
  sensitivity: 'none',
  fields: [],
} as const

function resolveGroup(
  { field, leaf }: { readonly field: string; readonly leaf: string },
  at: number,
  arena: AnswerArena,
): ResolvedValue {
  const origin = ['aggregate', 'groupBy', at]
  const column = findColumn(field, arena)
  if ('status' in column) return { kind: 'value', origin, leaf, resolution: column }
  const { type, nullable } = column.typed
  return toValue({ origin, leaf, row: [], column, typed: { type, nullable } })
}

interface ValuePlace {
  readonly at: number
  readonly row: readonly PathStep[]
  readonly arena: AnswerArena
}

function resolveValue({ fn, field, leaf }: AggregateValue, { at, row, arena }: ValuePlace): ResolvedValue {
  const origin = ['aggregate', 'values', at]
  if (field === undefined) {
    if (fn === 'count') return toValue({ origin, leaf, row, column: undefined, typed: counted })
    return {
      kind: 'value',
      origin,
      leaf,
      resolution: { status: 'unreadable', reason: `"${fn}" needs a field.` },
    }
  }
  const column = findColumn(field, arena)
  if ('status' in column) return { kind: 'value', origin, leaf, resolution: column }
  const type = aggregatedType(fn, column.typed.type)
  if (type === undefined) {
    const reason = `"${fn}" makes nothing of "${field}".`
    return { kind: 'value', origin, leaf, resolution: { status: 'unreadable', reason } }
  }
  // No rows have a number, and it is 0; nothing else comes of none.
  return toValue({ origin, leaf, row, column, typed: fn === 'count' ? counted : { type, nullable: true } })
}

const counted: Typed = { type: { kind: 'scalar', scalar: 'integer' }, nullable: false }

interface ValueParts {
  readonly origin: readonly PathSegment[]
  readonly leaf: string
  readonly row: readonly PathStep[]
  readonly column: Counted | undefined
  readonly typed: Typed
}

function toValue({ origin, leaf, row, column, typed }: ValueParts): ResolvedValue {
  const steps: readonly PathStep[] = [...row, { kind: 'field', name: leaf }]
  const resolution = {
    status: 'found',
    steps,
    present: typed.nullable ? [...row.keys(), row.length] : [...steps.keys(), steps.length],
    value: typed,
    // How many there are tells nothing of what they hold.
    sensitivity: column === undefined || typed === counted ? 'none' : column.sensitivity,
    fields: column === undefined ? [] : column.fields,
  } as const
  const type = toOutputType(typed.type)
  const view =
    type === undefined
      ? {}
      : { view: { path: resolution, type, nullable: typed.nullable, sensitivity: resolution.sensitivity } }
  return { kind: 'value', origin, leaf, resolution, ...view }
}

/** What is counted, grouped by or summed up. */
interface Counted {
  readonly typed: Typed
  readonly sensitivity: SensitivityClass
  readonly fields: readonly FieldOf[]
}

type NotCounted = Exclude<PathResolution, { status: 'found' }>

const findColumn = (name: string, arena: AnswerArena): Counted | NotCounted =>
  isOfTable(arena.operation) ? findOfTable(name, arena) : findOfRows(name, arena)

function findOfRows(name: string, { rows, view }: AnswerArena): Counted | NotCounted {
  // Which rows are meant is reported by itself.
  if (rows?.status !== 'found')
    return { status: 'unreadable', reason: 'It is not clear which rows are meant.' }
  const found = resolvePath(rows.row, name, view)
  if (found.status !== 'found') return found
  return { typed: found.value, sensitivity: found.sensitivity, fields: found.fields }
}

/** A column that can be compared: what cannot is neither grouped by nor counted. */
function findOfTable(name: string, { operation, view }: AnswerArena): Counted | NotCounted {
  const object = view.index.object(operation.object ?? '')
  const argument = operation.arguments.find((candidate) => candidate.name === name)
  const field = object === undefined ? undefined : findField(object, name)
  if (object === undefined || argument === undefined || field === undefined) {
    const joined = findJoined(name, { operation, view })
    if (joined !== undefined) return joined
    const offered = operation.arguments.filter((each) => !isColumnBlocked(operation, each, view.scope))
    const suggestions = nearestNames(
      name,
      offered.map((each) => each.name),
    )
    return { status: 'not_found', name, before: [], after: [], suggestions }
  }
  if (isColumnBlocked(operation, argument, view.scope)) return { status: 'blocked', name }
  return { typed: field, sensitivity: field.sensitivity, fields: [{ object: object.name, field }] }
}

/** A column of a row that the counted rows lead to: it multiplies none of them, and has no value where there is no such row. */
function findJoined(
  name: string,
  arena: Pick<AnswerArena, 'operation' | 'view'>,
): Counted | NotCounted | undefined {
  const found = resolveColumn(name, arena)
  if (found.status === 'blocked') return { status: 'blocked', name }
  if (found.status !== 'found' || found.target.path.length < 2) return undefined
  const { fields, sensitivity } = found.target
  const type = fields.at(-1)?.field.type ?? found.target.type
  return { typed: { type, nullable: true }, sensitivity, fields }
}
