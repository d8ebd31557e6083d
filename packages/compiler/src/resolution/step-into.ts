import { type Field, findField, scalarType, type Typed, type TypeRef } from '@bindery/model'
import { type CatalogView, isFieldHidden, isTypeBlocked, visibleFields } from './catalog-view.ts'

/** A field of a named object. */
export interface FieldOf {
  readonly object: string
  readonly field: Field
}

/** What a name leads to from a type. */
export type Step =
  | {
      readonly status: 'found'
      readonly value: Typed
      readonly fields: readonly FieldOf[]
      readonly isCertain: boolean
    }
  | { readonly status: 'blocked' }
  | { readonly status: 'unknown'; readonly names: readonly string[] }
  | { readonly status: 'list' }

/** Follows a name into a type. Union members that lack it make the value uncertain; so do maps and undescribed JSON. */
export function stepInto(type: TypeRef, name: string, view: CatalogView): Step {
  switch (type.kind) {
    case 'object':
      return stepIntoObject(type.name, name, view)
    case 'map':
      return found({ type: type.values, nullable: true })
    case 'list':
      return { status: 'list' }
    case 'union':
      return stepIntoUnion(type.members, name, view)
    case 'scalar':
      return type.scalar === 'any'
        ? found({ type: scalarType('any'), nullable: true })
        : { status: 'unknown', names: [] }
    case 'enum':
      return { status: 'unknown', names: [] }
  }
}

function found(value: Typed): Step {
  return { status: 'found', value, fields: [], isCertain: false }
}

function stepIntoObject(objectName: string, name: string, view: CatalogView): Step {
  if (view.scope.isObjectBlocked(objectName)) return { status: 'blocked' }
  const object = view.index.object(objectName)
  if (object === undefined) return found({ type: scalarType('any'), nullable: true })
  const field = findField(object, name)
  if (field !== undefined) {
    if (isFieldHidden(objectName, field, view)) return { status: 'blocked' }
    return {
      status: 'found',
      value: field,
      fields: [{ object: objectName, field }],
      isCertain: field.required,
    }
  }
  if (object.additional !== undefined) return found({ ...object.additional, nullable: true })
  return { status: 'unknown', names: visibleFields(object, view).map((visible) => visible.name) }
}

function stepIntoUnion(members: readonly TypeRef[], name: string, view: CatalogView): Step {
  const steps = members
    .filter((member) => !isTypeBlocked(member, view))
    .map((member) => stepInto(member, name, view))
  const hits = steps.filter((step) => step.status === 'found')
  const [first] = hits
  if (first === undefined) return missInUnion(steps)
  return {
    status: 'found',
    value: {
      type: joinTypes(hits.map((hit) => hit.value.type)),
      nullable: hits.some((hit) => hit.value.nullable),
    },
    fields: hits.flatMap((hit) => hit.fields),
    isCertain: hits.length === members.length && hits.every((hit) => hit.isCertain),
  }
}

function missInUnion(steps: readonly Step[]): Step {
  const other = steps.find((step) => step.status === 'blocked' || step.status === 'list')
  if (other !== undefined) return other
  return { status: 'unknown', names: steps.flatMap((step) => (step.status === 'unknown' ? step.names : [])) }
}

function joinTypes(types: readonly TypeRef[]): TypeRef {
  const distinct = new Map(types.map((type) => [JSON.stringify(type), type]))
  const [only = scalarType('any'), ...more] = distinct.values()
  return more.length === 0 ? only : { kind: 'union', members: [only, ...more] }
}
