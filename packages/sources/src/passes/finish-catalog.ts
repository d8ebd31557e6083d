import type { SchemaCatalog } from '@bindery/model'

/** Sorts every list of named parts by name, so that the same provider gives the same bytes whatever order it writes in. */
export function finishCatalog(catalog: SchemaCatalog): SchemaCatalog {
  return {
    ...catalog,
    security: sortByName(catalog.security),
    objects: sortByName(catalog.objects.map((object) => withSorted(object, 'fields'))),
    relationships: sortByName(catalog.relationships),
    operations: sortByName(catalog.operations.map((operation) => withSorted(operation, 'arguments'))),
  }
}

interface Named {
  readonly name: string
}

function withSorted<K extends string, T extends { readonly [Name in K]: readonly Named[] }>(
  owner: T,
  key: K,
): T {
  const sorted = sortByName(owner[key])
  return sorted === owner[key] ? owner : { ...owner, [key]: sorted }
}

/** By UTF-16 code units; the same list when it is in order already. */
function sortByName<T extends Named>(items: readonly T[]): readonly T[] {
  let previous = ''
  for (const item of items) {
    if (item.name < previous) return [...items].sort(compare)
    previous = item.name
  }
  return items
}

const compare = (a: Named, b: Named): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
