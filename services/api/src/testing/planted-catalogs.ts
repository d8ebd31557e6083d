import type { SchemaCatalog } from '@bindery/model'
import { introspectDocuments } from '@bindery/sources'
import { plantedDocument } from './planted-document.ts'
import { plantedTables } from './planted-tables.ts'
import { type Plant, type Planting, plantings } from './plant.ts'

export const isPlanting = (where: string): where is Planting => plantings.some((known) => known === where)

/** The catalog of a small provider with a text planted in one place; databases hold well-formed text only. */
export async function plant(where: Planting, text: string): Promise<SchemaCatalog> {
  const at: Plant = (place, otherwise) => (where === place ? text : otherwise)
  if (/SQL|table/.test(where)) return plantedTables((place, otherwise) => at(place, otherwise).toWellFormed())
  const bytes = new TextEncoder().encode(JSON.stringify(plantedDocument(at)))
  const { catalog } = await introspectDocuments(
    [{ name: 'openapi.json', bytes }],
    AbortSignal.timeout(60_000),
  )
  return catalog
}
