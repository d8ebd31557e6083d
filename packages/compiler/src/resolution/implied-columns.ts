import { type Field, findField, type PathSegment, type Relationship } from '@bindery/model'
import type { ResolvedBinding } from './resolved-binding.ts'
import { findSqlBinding } from './sql-binding.ts'
import type { FieldOf } from './step-into.ts'
import { valuesOf } from './values-of.ts'

/** A column that a table binding depends on without filling or projecting it. */
export interface ImpliedColumn extends FieldOf {
  /** The member of the binding that needs it. */
  readonly origin: readonly PathSegment[]
}

/** The column that rows are ordered by, and those of both tables that a join compares. */
export function impliedColumns(resolved: ResolvedBinding): readonly ImpliedColumn[] {
  if (findSqlBinding(resolved) === undefined) return []
  const relationships = new Map(
    resolved.view.index.catalog.relationships.map((relationship) => [relationship.name, relationship]),
  )
  const joined = valuesOf(resolved.outputs).flatMap(({ origin, resolution }) => {
    const fields = resolution.status === 'found' ? resolution.fields : []
    return fields
      .flatMap(({ object, field }) => relationships.get(`${object}.${field.name}`) ?? [])
      .flatMap((relationship) => columnsOf(relationship, resolved))
      .map((column) => ({ ...column, origin: [...origin, 'path'] }))
  })
  return [...orderColumn(resolved), ...joined]
}

function orderColumn({ binding, operation, view }: ResolvedBinding): readonly ImpliedColumn[] {
  const column = binding.sqlSearch?.orderBy?.column
  const field = column === undefined ? undefined : fieldOf(operation.object, column, view)
  return field === undefined ? [] : [{ ...field, origin: ['sqlSearch', 'orderBy', 'column'] }]
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
