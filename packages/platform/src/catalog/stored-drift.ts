import { type CatalogChange, diffEntries, type OrganizationId } from '@bindery/model'
import {
  describeHead,
  describePart,
  type DriftFact,
  findMoves,
  findNested,
  findSuccessors,
  guessRenames,
  type PartDrift,
  type PartPair,
  type RenameGuess,
} from '@bindery/model/drift'
import type { Transaction } from '@bindery/store'
import type { IndexRow } from '../pages/index-row.ts'
import { readHead, readObject, readOperation, readRelationship } from './read-entry.ts'
import type { StoredCatalog } from './stored-catalog.ts'
import type { Needs } from '../kernel/needs.ts'

/** Two catalogs of one integration. */
export interface CatalogPair {
  readonly before: StoredCatalog
  readonly after: StoredCatalog
}

/** Everything that differs between two stored catalogs. */
export interface StoredDrift {
  readonly head: readonly DriftFact[]
  readonly parts: readonly PartDrift[]
  readonly renames: readonly RenameGuess[]
  /** What stands where something else stood, or is what that was, one list for each: no guesses to ask a person about. */
  readonly successors: readonly (readonly RenameGuess[])[]
}

/** Parts that one transaction reads and one turn of the event loop compares. */
const batchSize = 100

/** Compares two stored catalogs a hundred parts at a time, so that neither other callers nor the database wait long. */
export async function describeStoredDrift(
  services: Needs<'store'>,
  organizationId: OrganizationId,
  pair: CatalogPair,
): Promise<StoredDrift> {
  const changes = changesOf(pair)
  const parts: PartDrift[] = []
  const candidates: PartPair[] = []
  for (let from = 0; from < changes.length; from += batchSize) {
    const batch = changes.slice(from, from + batchSize)
    const pairs = await services.store.run(organizationId, (transaction) =>
      loadPairs(transaction, pair, batch),
    )
    for (const part of pairs) {
      parts.push(describePart(part))
      if (part.kind !== 'relationship') candidates.push(part)
    }
  }
  return {
    head: headOf(pair),
    parts,
    renames: guessRenames(candidates),
    successors: [...findSuccessors(candidates), ...findMoves(candidates), ...findNested(candidates)],
  }
}

function headOf({ before, after }: CatalogPair): readonly DriftFact[] {
  return describeHead(readHead(before.row.head), readHead(after.row.head))
}

/** Names of the parts that differ; reads nothing but the two indexes. */
export function changesOf({ before, after }: CatalogPair): readonly CatalogChange[] {
  return before.row.hash === after.row.hash ? [] : diffEntries(allRows(before), allRows(after))
}

const allRows = (catalog: StoredCatalog): readonly IndexRow[] => [
  ...catalog.rows('object'),
  ...catalog.rows('relationship'),
  ...catalog.rows('operation'),
]

/** Both sides of each change, in the same order. */
export async function loadPairs(
  transaction: Transaction,
  { before, after }: CatalogPair,
  changes: readonly CatalogChange[],
): Promise<readonly PartPair[]> {
  const old = await loadBodies(transaction, before, changes)
  const now = await loadBodies(transaction, after, changes)
  return changes.map(({ kind, name }) => {
    const [was, is] = [old.get(`${kind} ${name}`), now.get(`${kind} ${name}`)]
    switch (kind) {
      case 'object': {
        const use = useOf(after.find('object', name) ?? before.find('object', name))
        return { kind, name, before: read(was, readObject), after: read(is, readObject), use }
      }
      case 'operation':
        return { kind, name, before: read(was, readOperation), after: read(is, readOperation) }
      case 'relationship':
        return { kind, name, before: read(was, readRelationship), after: read(is, readRelationship) }
    }
  })
}

async function loadBodies(
  transaction: Transaction,
  catalog: StoredCatalog,
  changes: readonly CatalogChange[],
): Promise<ReadonlyMap<string, string>> {
  const rows = changes.flatMap(({ kind, name }) => catalog.find(kind, name) ?? [])
  const bodies = await catalog.bodies(transaction, rows)
  return new Map(rows.map((row, at) => [`${row.kind} ${row.name}`, bodies[at] ?? '{}']))
}

const read = <Part>(body: string | undefined, parse: (body: string) => Part): Part | undefined =>
  body === undefined ? undefined : parse(body)

/** Which way an object travels is in its index row. */
function useOf(row: IndexRow | undefined) {
  const facts = row?.facts ?? []
  return { sent: facts.includes('use:sent'), received: facts.includes('use:received') }
}
