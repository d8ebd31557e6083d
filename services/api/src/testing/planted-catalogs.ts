import type { SchemaCatalog } from '@bindery/model'
import { introspectDocuments } from '@bindery/sources'
import { plantedDocument } from './planted-document.ts'
import { plantedTables } from './planted-tables.ts'

/** Where a stranger who writes a provider's description can put text, as the cases of hostile inputs call it. */
export const plantings = [
  'info.description',
  'operation.description',
  'operation.summary',
  'operation name',
  'group name',
  'argument name',
  'argument.description',
  'field name',
  'field.description',
  'object.description',
  'enum value',
  'response sample',
  'server address',
  'table name',
  'table comment (SQL)',
  'column comment (SQL)',
] as const
export type Planting = (typeof plantings)[number]

export const isPlanting = (where: string): where is Planting => plantings.some((known) => known === where)

/** The planted text in the place where it is planted, and what otherwise stands there. */
export type Plant = (place: Planting, otherwise: string) => string

/** The catalog of a small provider with a text planted in one place; databases hold well-formed text only. */
export async function plant(where: Planting, text: string): Promise<SchemaCatalog> {
  const at: Plant = (place, otherwise) => (where === place ? text : otherwise)
  if (/SQL|table/.test(where)) return plantedTables((place, otherwise) => at(place, otherwise).toWellFormed())
  const bytes = new TextEncoder().encode(JSON.stringify(plantedDocument(at)))
  const { catalog } = await introspectDocuments(
    [{ name: 'openapi.json', bytes }],
    AbortSignal.timeout(10_000),
  )
  return catalog
}
