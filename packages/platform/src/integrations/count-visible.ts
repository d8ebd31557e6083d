import { findCatalog, type IntegrationFacts, type IntegrationRow, type Transaction } from '@bindery/store'
import { z } from 'zod'
import { openCatalog } from '../catalog/stored-catalog.ts'
import { searchCatalog } from '../catalog/search-catalog.ts'

const Summary = z.object({
  objectCount: z.int(),
  operationCount: z.int(),
  bindable: z.int(),
  limited: z.int(),
  quarantined: z.int(),
})

/** How much of a catalog there is to see. */
export interface VisibleCounts {
  readonly objects: number
  readonly operations: number
  readonly bindable: number
  readonly limited: number
  readonly quarantined: number
}

const none: VisibleCounts = { objects: 0, operations: 0, bindable: 0, limited: 0, quarantined: 0 }

/**
 * As many as the lists of objects and operations have. Counted once at discovery; where scoping blocks objects the index is
 * asked, as the lists ask it.
 */
export async function countVisible(
  transaction: Transaction,
  { catalogId, blockedObjects }: IntegrationRow,
  summary: IntegrationFacts['catalogSummary'],
): Promise<VisibleCounts> {
  if (catalogId === null || summary === null) return none
  if (blockedObjects.length === 0) {
    const { objectCount: objects, operationCount: operations, ...availability } = Summary.parse(summary)
    return { objects, operations, ...availability }
  }
  const row = await findCatalog(transaction, catalogId)
  if (row === undefined) return none
  const catalog = await openCatalog(transaction, row)
  const count = (kind: 'object' | 'operation', ...facts: readonly string[]): number =>
    searchCatalog(catalog, { kind, words: [], facts, hidden: new Set(blockedObjects) }).length
  return {
    objects: count('object'),
    operations: count('operation'),
    bindable: count('operation', 'status:bindable'),
    limited: count('operation', 'status:limited'),
    quarantined: count('operation', 'status:quarantined'),
  }
}
