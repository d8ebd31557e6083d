import {
  type Field,
  isWritable,
  isWrite,
  objectsIn,
  objectsOfObject,
  type ObjectType,
  type Operation,
  type TypeRef,
  type WithheldMembers,
} from '@bindery/model'
import { type CatalogView, isFieldHidden } from './catalog-view.ts'

/** Why a member of an object that is given whole is withheld; undefined for one that may be given. */
export type Withholding = 'read_only' | 'sensitive' | 'blocked'

export interface WithholdingPlace {
  readonly view: CatalogView
  readonly operation: Pick<Operation, 'effect'>
}

/** The same rules as for a field that is bound by itself. */
export function withholdingOf(
  object: string,
  field: Field,
  { view, operation }: WithholdingPlace,
): Withholding | undefined {
  if (isFieldHidden(object, field, view)) return 'blocked'
  if (field.access === 'read_only') return 'read_only'
  const isSensitive =
    field.sensitivity === 'credential' || (isWrite(operation.effect) && !isWritable(field.sensitivity))
  return isSensitive ? 'sensitive' : undefined
}

/** What a value of this type may not hold, object by object; empty where it may hold everything. */
export function withheldIn(type: TypeRef, place: WithholdingPlace): readonly WithheldMembers[] {
  const objects = reachable(type, place.view)
  const own = new Map(
    objects.map((object) => [
      object.name,
      object.fields.filter((field) => withholdingOf(object.name, field, place) !== undefined),
    ]),
  )
  const leading = leadingTo(
    objects,
    new Set([...own].flatMap(([name, fields]) => (fields.length > 0 ? [name] : []))),
  )
  const leads = (inner: TypeRef): boolean => objectsIn(inner).some((name) => leading.has(name))
  return objects
    .filter(({ name }) => leading.has(name))
    .map(({ name, fields, additional }) => {
      const withheld = new Set(own.get(name)?.map((field) => field.name))
      const inside = fields.filter((field) => !withheld.has(field.name) && leads(field.type))
      return {
        object: name,
        members: [...withheld],
        inside: inside.map((field) => ({ name: field.name, type: field.type })),
        ...(additional !== undefined && leads(additional.type) ? { open: additional.type } : {}),
      }
    })
}

function reachable(type: TypeRef, view: CatalogView): readonly ObjectType[] {
  const names = new Set(objectsIn(type))
  const found: ObjectType[] = []
  for (const name of names) {
    const object = view.index.object(name)
    if (object === undefined) continue
    found.push(object)
    for (const inner of objectsOfObject(object)) names.add(inner)
  }
  return found
}

/** Objects that hold one of these at any depth, themselves included. */
function leadingTo(objects: readonly ObjectType[], ends: ReadonlySet<string>): ReadonlySet<string> {
  const holders = new Map<string, string[]>()
  for (const object of objects)
    for (const inner of new Set(objectsOfObject(object)))
      holders.set(inner, [...(holders.get(inner) ?? []), object.name])
  const leading = new Set(ends)
  for (const name of leading) for (const holder of holders.get(name) ?? []) leading.add(holder)
  return leading
}

/** `Object.field` of what is withheld because it is sensitive or blocked. */
export function sensitiveMembersOf(type: TypeRef, place: WithholdingPlace): readonly string[] {
  return reachable(type, place.view).flatMap(({ name, fields }) =>
    fields.flatMap((field) => {
      const why = withholdingOf(name, field, place)
      return why === undefined || why === 'read_only' ? [] : [`${name}.${field.name}`]
    }),
  )
}

const mostShown = 5

export function formatMembers(members: readonly string[]): string {
  const shown = members.slice(0, mostShown).map((name) => JSON.stringify(name.slice(0, 80)))
  const more = members.length > mostShown ? ` and ${members.length - mostShown} more` : ''
  return `${shown.join(', ')}${more}`
}
