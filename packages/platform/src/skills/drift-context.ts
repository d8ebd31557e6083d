import { canonicalJson, type CatalogChange, type OperationSkill } from '@bindery/model'
import { type PartPair, type RenameGuess, guessRenames } from '@bindery/model/drift'
import { findCatalogByHash, type IntegrationRow, listRenameDecisions, type Transaction } from '@bindery/store'
import { openCatalog, type StoredCatalog } from '../catalog/stored-catalog.ts'
import { type CatalogPair, changesOf, loadPairs } from '../catalog/stored-drift.ts'

/** What changed between the catalog that skills were compiled against and the current one. */
export interface DriftContext {
  readonly pair: CatalogPair
  /** Whether anything differs that one of these was made of. */
  readonly isTouched: (skills: readonly OperationSkill[]) => boolean
  /** Both sides of the parts that differ and that one of these uses. */
  readonly pairsFor: (
    transaction: Transaction,
    skills: readonly OperationSkill[],
  ) => Promise<readonly PartPair[]>
  /** Guesses that nobody rejected, likeliest first. */
  readonly renames: (transaction: Transaction) => Promise<readonly RenameGuess[]>
}

/** Parts that came or went and are looked at for renames; more than that is a new provider. */
const mostMoved = 800

/** Contexts of one recheck, by the fingerprint of the older catalog: many skills come from the same one. */
export class DriftContexts {
  readonly #integration: IntegrationRow
  readonly #after: StoredCatalog
  readonly #known = new Map<string, DriftContext | undefined>()

  constructor(integration: IntegrationRow, after: StoredCatalog) {
    this.#integration = integration
    this.#after = after
  }

  /** Undefined when the older catalog is not kept any more. */
  async since(transaction: Transaction, catalogHash: string): Promise<DriftContext | undefined> {
    if (this.#known.has(catalogHash)) return this.#known.get(catalogHash)
    const row = await findCatalogByHash(transaction, this.#integration.id, catalogHash)
    const context =
      row === undefined
        ? undefined
        : toContext(this.#integration, { before: await openCatalog(transaction, row), after: this.#after })
    this.#known.set(catalogHash, context)
    return context
  }
}

function toContext(integration: IntegrationRow, pair: CatalogPair): DriftContext {
  const changes = changesOf(pair)
  let renames: readonly RenameGuess[] | undefined
  const { head } = pair.after.row
  const hasOtherHead = canonicalJson(pair.before.row.head) !== canonicalJson(head)
  const changed = new Set(changes.flatMap((change) => touchedBy(change, pair)))
  return {
    pair,
    isTouched: (skills) =>
      hasOtherHead || skills.some((skill) => partsOf(skill)?.some((part) => changed.has(part)) !== false),
    pairsFor: (transaction, skills) =>
      loadPairs(
        transaction,
        pair,
        changes.filter((change) => skills.some((skill) => isUsed(change, skill))),
      ),
    renames: async (transaction) => {
      renames ??= await guess(transaction, { integration, pair, changes })
      return renames
    },
  }
}

/** The part itself, and of a relationship the objects that it joins. */
function touchedBy({ kind, name }: CatalogChange, { before, after }: CatalogPair): readonly string[] {
  if (kind !== 'relationship') return [`${kind} ${name}`]
  const joined = [before, after].flatMap((catalog) => catalog.find(kind, name)?.mentions ?? [])
  return joined.map((object) => `object ${object}`)
}

/** The parts of a catalog that a skill was made of; undefined for bytes that do not say. */
function partsOf({ uses, operation }: OperationSkill): readonly string[] | undefined {
  if (uses === undefined) return undefined
  return [
    `operation ${operation}`,
    // What can be compared of the rows of a table is said by the search over it.
    ...uses.objects.flatMap((name) => [`object ${name}`, `operation ${name}.find`]),
  ]
}

function isUsed({ kind, name }: CatalogChange, skill: OperationSkill): boolean {
  switch (kind) {
    case 'operation':
      return name === skill.operation
    case 'object':
      return skill.uses?.objects.includes(name) === true
    case 'relationship':
      return false
  }
}

interface Guessing {
  readonly integration: IntegrationRow
  readonly pair: CatalogPair
  readonly changes: readonly CatalogChange[]
}

async function guess(transaction: Transaction, guessing: Guessing): Promise<readonly RenameGuess[]> {
  const { integration, pair, changes } = guessing
  const named = changes.filter((change) => change.kind !== 'relationship')
  const moved = named.filter((change) => change.change !== 'changed').slice(0, mostMoved)
  const changed = named.filter((change) => change.change === 'changed').slice(0, mostMoved)
  const decisions = await listRenameDecisions(transaction, integration.id)
  const pairs = await loadPairs(transaction, pair, [...moved, ...changed])
  return guessRenames(pairs).filter((rename) => decisions.get(rename.fingerprint) !== 'rejected')
}
