import type { SchemaCatalog } from '@bindery/model'

export function inferEffects(catalog: SchemaCatalog): SchemaCatalog {
  return catalog
}
