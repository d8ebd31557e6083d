import { outputPath } from './output-path.ts'
import { everyOutput, type Field, findField, type PathSegment, type Relationship } from '@bindery/model'
import type { ResolvedBinding } from './resolved-binding.ts'
import { resolveColumn } from './condition-entries.ts'
import { rowOrders } from './row-orders.ts'
import { findSqlBinding } from './sql-binding.ts'
import type { FieldOf } from './step-into.ts'

/** A column that a table binding depends on without filling or projecting it. */
export interface ImpliedColumn extends FieldOf {
  /** The member of the binding that needs it. */
  readonly origin: readonly PathSegment[]
  /** Rows are ordered by it; or a join, which the member leads through, compares it. */
  readonly role: 'order' | 'join'
}

/** The columns that rows are ordered by, and those of both tables that a join compares. */
export function impliedColumns(resolved: ResolvedBinding): readonly ImpliedColumn[] {
  if (findSqlBinding(resolved) === undefined) return []
  const joined = everyOutput(resolved.outputs).flatMap(({ origin, resolution }) => {
    const fields = resolution.status === 'found' ? resolution.fields : []
    return joinColumns(fields, outputPath(origin), resolved)
  })
  const compared = resolved.assignments.flatMap(({ origin, key, resolution, condition }) => {
    const fields = condition !== undefined && resolution.status === 'found' ? resolution.target.fields : []
    return joinColumns(fields, [...origin, key], resolved)
  })
  return [...orderColumns(resolved), ...joined, ...compared]
}

/** What the joins compare that some fields lead through. */
function joinColumns(
  fields: readonly FieldOf[],
  origin: readonly PathSegment[],
  resolved: ResolvedBinding,
): readonly ImpliedColumn[] {
  return joinsAmong(fields, resolved)
    .flatMap((relationship) => columnsOf(relationship, resolved))
    .map((column) => ({ ...column, origin, role: 'join' }))
}

/** The relationships that some fields lead through, from whichever end. */
export function joinsAmong(
  fields: readonly FieldOf[],
  { view }: Pick<ResolvedBinding, 'view'>,
): readonly Relationship[] {
  const { relationships } = view.index.catalog
  return fields.flatMap(
    ({ object, field }) => relationships.find(({ name }) => name === `${object}.${field.name}`) ?? [],
  )
}

function orderColumns(resolved: ResolvedBinding): readonly ImpliedColumn[] {
  const { view } = resolved
  const column = resolved.binding.sqlSearch?.orderBy?.column
  const { operation: search } = resolved
  const authored = [
    ...(column === undefined
      ? []
      : [{ name: column, origin: ['sqlSearch', 'orderBy', 'column'], operation: search }]),
    ...rowOrders(resolved).flatMap(({ entries, origin, operation }) =>
      entries.map(({ field }, at) => ({ name: field, origin: [...origin, at, 'field'], operation })),
    ),
  ]
  return authored.flatMap(({ name, origin, operation }): readonly ImpliedColumn[] => {
    const own = fieldOf(operation.object, name, view)
    if (own !== undefined) return [{ ...own, origin, role: 'order' }]
    const found = resolveColumn(name, { operation, view })
    if (found.status !== 'found') return []
    const { fields } = found.target
    const columns = fields.map((field): ImpliedColumn => ({ ...field, origin, role: 'order' }))
    return [...columns, ...joinColumns(fields, origin, resolved)]
  })
}

function columnsOf({ from, to }: Relationship, { view }: ResolvedBinding): readonly FieldOf[] {
  return [from, to].flatMap(({ object, fields }) =>
    fields.flatMap((name) => fieldOf(object, name, view) ?? []),
  )
}

function fieldOf(
  objectName: string | undefined,
  name: string,
  { index }: ResolvedBinding['view'],
): FieldOf | undefined {
  const object = objectName === undefined ? undefined : index.object(objectName)
  const field: Field | undefined = object === undefined ? undefined : findField(object, name)
  return object === undefined || field === undefined ? undefined : { object: object.name, field }
}
