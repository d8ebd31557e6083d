import type { SchemaCatalog } from '@bindery/model'

export function inferPagination(catalog: SchemaCatalog): SchemaCatalog {
  return catalog
}
