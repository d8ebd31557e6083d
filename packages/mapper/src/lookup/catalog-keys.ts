import type { ObjectType, Relationship, SchemaCatalog } from '@bindery/model'
import { nameTerms } from '../assignment/name-fit.ts'

/** What a catalog says of keys, found by name in constant time. */
export interface CatalogKeys {
  /** The object whose name and key together are these stemmed words (`customer_id`); of two neither. */
  readonly namedAfter: (words: string) => ObjectType | undefined
  /** The relationships of one field to one record. */
  readonly from: (object: string, field: string) => readonly Relationship[]
}

const found = new WeakMap<SchemaCatalog, CatalogKeys>()

/** Made once per catalog. */
export function catalogKeys(catalog: SchemaCatalog): CatalogKeys {
  const known = found.get(catalog)
  if (known !== undefined) return known
  const named = new Map<string, ObjectType | undefined>()
  for (const object of catalog.objects) {
    const key = singleKey(object)
    if (key === undefined) continue
    const words = [...nameTerms(thingOf(object)), ...nameTerms(key)].join('_')
    named.set(words, named.has(words) ? undefined : object)
  }
  const related = new Map<string, Relationship[]>()
  for (const relationship of catalog.relationships) {
    const { from, cardinality } = relationship
    const [field, ...more] = from.fields
    if (cardinality !== 'one' || field === undefined || more.length > 0) continue
    const text = JSON.stringify([from.object, field])
    const others = related.get(text)
    if (others === undefined) related.set(text, [relationship])
    else others.push(relationship)
  }
  const made: CatalogKeys = {
    namedAfter: (words) => named.get(words),
    from: (object, field) => related.get(JSON.stringify([object, field])) ?? [],
  }
  found.set(catalog, made)
  return made
}

export const singleKey = ({ key }: ObjectType): string | undefined => (key.length === 1 ? key[0] : undefined)

/** The name of an object without what it stands in: a schema of a database, the place of an inline type. */
export const thingOf = ({ name }: ObjectType): string => name.split('.').at(-1) ?? name
