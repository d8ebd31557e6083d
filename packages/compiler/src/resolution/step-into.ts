import {
  type Field,
  findField,
  findReverseStep,
  type ObjectType,
  type ReverseStep,
  reverseSteps,
  scalarType,
  type Typed,
  type TypeRef,
} from '@bindery/model'
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
      /** Set where the name led to the rows that lead to the object. */
      readonly reverse?: ReverseStep
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
  const back = view.bothEnds === true ? stepBack(object, name, view) : undefined
  if (back !== undefined) return back
  const names = visibleFields(object, view).map((visible) => visible.name)
  return { status: 'unknown', names: [...names, ...namesBack(object, view)] }
}

/** The rows that lead to an object. Each leads there by a field of its own, which is on the way like any other. */
function stepBack(to: ObjectType, name: string, view: CatalogView): Step | undefined {
  const reverse = findReverseStep(to, name, view.index.catalog.relationships)
  if (reverse === undefined) return undefined
  if (view.scope.isObjectBlocked(reverse.object)) return { status: 'blocked' }
  const object = view.index.object(reverse.object)
  const field = object === undefined ? undefined : findField(object, reverse.field)
  if (object === undefined || field === undefined) return undefined
  if (isFieldHidden(object.name, field, view)) return { status: 'blocked' }
  const items: TypeRef = { kind: 'object', name: object.name }
  return {
    status: 'found',
    value: { type: { kind: 'list', items, itemsNullable: false }, nullable: false },
    fields: [{ object: object.name, field }],
    isCertain: true,
    reverse,
  }
}

/** Names that may be told: what scoping hides is none of them. */
function namesBack(object: ObjectType, view: CatalogView): readonly string[] {
  if (view.bothEnds !== true) return []
  return reverseSteps(object, view.index.catalog.relationships).flatMap(({ names: [name = ''] }) => {
    const isSeen = stepBack(object, name, view)?.status === 'found'
    return isSeen ? [name] : []
  })
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
