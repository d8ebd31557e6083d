import { indexOperations, searchOperations } from '@bindery/mapper'
import type { OrganizationId } from '@bindery/model'
import { openMapping } from './open-mapping.ts'
import type { Needs } from '../kernel/needs.ts'
import type { ScopedCatalog } from './browse.ts'
import type { IndexRow } from '../pages/index-row.ts'

/** Names of the operations that a search means, best first, by the ranker that maps goals. */
export async function rankBySearch(
  services: Needs<'store'>,
  place: { readonly organizationId: OrganizationId; readonly kind: string },
  search: string,
): Promise<readonly string[]> {
  const { catalog } = await openMapping(services, place)
  return searchOperations(indexOperations(catalog), search).map(({ operation }) => operation.name)
}

export interface FoundRows {
  readonly search: string
  /** Rows that hold every word. */
  readonly literal: readonly IndexRow[]
  /** Names by the ranker, best first. */
  readonly ranked: readonly string[]
  /** Facts that must hold of every row. */
  readonly facts: readonly string[]
}

/** An operation of that very name, rows that hold every word in the ranker's order, then rows that mean the same in other words. */
export function withRanking(
  { catalog, integration }: ScopedCatalog,
  { search, literal, ranked, facts }: FoundRows,
): readonly IndexRow[] {
  if (ranked.length === 0) return literal
  const ranks = new Map(ranked.map((name, at) => [name, at]))
  const isNamed = ({ name }: IndexRow): boolean => name.toLowerCase() === search.trim().toLowerCase()
  const rankOf = (row: IndexRow): number => (isNamed(row) ? -1 : (ranks.get(row.name) ?? ranked.length))
  const held = new Set(literal.map(({ name }) => name))
  const hidden = new Set(integration.blockedObjects)
  const related = ranked.flatMap((name) => {
    const row = held.has(name) ? undefined : catalog.find('operation', name)
    const isSeen = row !== undefined && facts.every((fact) => row.facts.includes(fact))
    return isSeen && !row.mentions.some((mentioned) => hidden.has(mentioned)) ? [row] : []
  })
  return [...literal.toSorted((a, b) => rankOf(a) - rankOf(b)), ...related]
}
