import {
  type Aggregate,
  aggregatedType,
  type AggregateValue,
  findField,
  isColumnBlocked,
  nearestNames,
  type Operation,
  type PathSegment,
  type PathStep,
  type Typed,
} from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import { toOutputType } from './check-transform.ts'
import type { PathResolution } from './resolve-path.ts'
import type { ResolvedOutput, ResolvedValue } from './resolved-binding.ts'
import type { FieldOf } from './step-into.ts'

/** Groups that are returned when a binding does not say how many. */
const defaultGroups = 20

interface Arena {
  readonly operation: Operation
  readonly view: CatalogView
}

/** What counts and sums give: single values, or a list of groups. The answer holds a row for each group, by its leaves. */
export function resolveAggregate(
  aggregate: Aggregate,
  operation: Operation,
  view: CatalogView,
): readonly ResolvedOutput[] {
  const arena = { operation, view }
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
  arena: Arena,
): ResolvedValue {
  const origin = ['aggregate', 'groupBy', at]
  const column = findColumn(field, arena)
  if ('status' in column) return { kind: 'value', origin, leaf, resolution: column }
  const { type, nullable } = column.field
  return toValue({ origin, leaf, row: [], column, typed: { type, nullable } })
}

interface ValuePlace {
  readonly at: number
  readonly row: readonly PathStep[]
  readonly arena: Arena
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
  const type = aggregatedType(fn, column.field.type)
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
  readonly column: FieldOf | undefined
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
    sensitivity: column === undefined || typed === counted ? 'none' : column.field.sensitivity,
    fields: column === undefined ? [] : [column],
  } as const
  const type = toOutputType(typed.type)
  const view =
    type === undefined
      ? {}
      : { view: { path: resolution, type, nullable: typed.nullable, sensitivity: resolution.sensitivity } }
  return { kind: 'value', origin, leaf, resolution, ...view }
}

/** A column that can be compared: what cannot is neither grouped by nor counted. */
function findColumn(
  name: string,
  { operation, view }: Arena,
): FieldOf | Exclude<PathResolution, { status: 'found' }> {
  const object = view.index.object(operation.object ?? '')
  const argument = operation.arguments.find((candidate) => candidate.name === name)
  const field = object === undefined ? undefined : findField(object, name)
  if (object === undefined || argument === undefined || field === undefined) {
    const offered = operation.arguments.filter((each) => !isColumnBlocked(operation, each, view.scope))
    const suggestions = nearestNames(
      name,
      offered.map((each) => each.name),
    )
    return { status: 'not_found', name, before: [], after: [], suggestions }
  }
  if (isColumnBlocked(operation, argument, view.scope)) return { status: 'blocked', name }
  return { object: object.name, field }
}
