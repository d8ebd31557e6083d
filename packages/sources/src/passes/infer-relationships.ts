import type { SchemaCatalog } from '@bindery/model'

export function inferRelationships(catalog: SchemaCatalog): SchemaCatalog {
  return catalog
}
