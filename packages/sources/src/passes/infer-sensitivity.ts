import type { SchemaCatalog } from '@bindery/model'

export function inferSensitivity(catalog: SchemaCatalog): SchemaCatalog {
  return catalog
}
