import { type Operation, type SchemaCatalog } from '@bindery/model'
import { isOnlyUnindexed, isOwnForm } from '@bindery/model/tables'
import { type KnownOpenings, openingsOf } from '../goal/known-openings.ts'
import { conceptsOf } from '../ontology/concept-index.ts'
import { describeOperation, type OperationEntry } from './operation-entry.ts'

/** Fields of an operation that are searched; `label` is name, title and route together. */
export const searchedFields = [
  'label',
  'title',
  'resource',
  'groups',
  'description',
  'arguments',
  'outputs',
] as const

export type SearchedField = (typeof searchedFields)[number]

export interface IndexedOperation {
  readonly entry: OperationEntry
  /** Numbers of the distinct terms of each field. */
  readonly fields: Readonly<Record<SearchedField, readonly number[]>>
  /** Terms of what each slot is the identity of. */
  readonly slots: readonly (readonly number[])[]
}

/** A catalog made ready for ranking in one pass; it does not change. */
export interface OperationIndex {
  readonly catalog: SchemaCatalog
  readonly operations: readonly IndexedOperation[]
  readonly terms: ReadonlyMap<string, number>
  /** Terms by group of the ontology. */
  readonly byConcept: ReadonlyMap<number, readonly number[]>
  /** How many labels hold a term, by its number. */
  readonly labelCounts: readonly number[]
  /** How rare a term is in labels, from 0 (in all of them) upwards, by its number. */
  readonly rarity: readonly number[]
  /** How its writes begin, as pairs of stemmed words: `ship order`. */
  readonly openings: KnownOpenings
}

const indexes = new WeakMap<SchemaCatalog, OperationIndex>()

/** The index of a catalog; made once per catalog value. */
export function indexOperations(catalog: SchemaCatalog): OperationIndex {
  const known = indexes.get(catalog)
  if (known !== undefined) return known
  const builder = new IndexBuilder(catalog)
  for (const operation of usable(catalog)) builder.add(operation)
  return keep(builder.finish())
}

/** Operations that are indexed between two pauses: a few milliseconds of work. */
const batch = 50

/** The same in small steps, so that a server answers others meanwhile: 7,000 operations take about a second. */
export async function indexOperationsInSteps(
  catalog: SchemaCatalog,
  pause: () => Promise<unknown>,
): Promise<OperationIndex> {
  const known = indexes.get(catalog)
  if (known !== undefined) return known
  const builder = new IndexBuilder(catalog)
  for (const [at, operation] of usable(catalog).entries()) {
    builder.add(operation)
    if (at % batch === batch - 1) await pause()
  }
  return keep(builder.finish())
}

function keep(index: OperationIndex): OperationIndex {
  indexes.set(index.catalog, index)
  return index
}

/** What a draft can call: one that no index serves, or that has a form of its own, asks for what somebody weighs. */
const usable = ({ operations }: SchemaCatalog): readonly Operation[] =>
  operations.filter(
    (operation) =>
      operation.availability.status !== 'quarantined' && !isOnlyUnindexed(operation) && !isOwnForm(operation),
  )

class IndexBuilder {
  readonly #catalog: SchemaCatalog
  readonly #operations: IndexedOperation[] = []
  readonly #terms = new Map<string, number>()
  readonly #byConcept = new Map<number, number[]>()
  readonly #labelCounts: number[] = []

  constructor(catalog: SchemaCatalog) {
    this.#catalog = catalog
  }

  add(operation: Operation): void {
    const entry = describeOperation(operation, this.#catalog)
    const indexed = toIndexed(entry, (words) => [...new Set(words.map((word) => this.#numberOf(word)))])
    for (const term of indexed.fields.label) this.#labelCounts[term] = (this.#labelCounts[term] ?? 0) + 1
    this.#operations.push(indexed)
  }

  finish(): OperationIndex {
    const count = this.#operations.length
    return {
      catalog: this.#catalog,
      operations: this.#operations,
      terms: this.#terms,
      byConcept: this.#byConcept,
      labelCounts: this.#labelCounts,
      rarity: this.#labelCounts.map((held) => Math.log(1 + count / (1 + held))),
      openings: new Set(this.#operations.flatMap(({ entry }) => openingsOf(entry.operation))),
    }
  }

  #numberOf(term: string): number {
    const known = this.#terms.get(term)
    if (known !== undefined) return known
    const number = this.#terms.size
    this.#terms.set(term, number)
    this.#labelCounts.push(0)
    for (const concept of conceptsOf(term)) {
      const list = this.#byConcept.get(concept)
      if (list === undefined) this.#byConcept.set(concept, [number])
      else list.push(number)
    }
    return number
  }
}

function toIndexed(
  entry: OperationEntry,
  numbersOf: (words: readonly string[]) => readonly number[],
): IndexedOperation {
  return {
    entry,
    fields: {
      label: numbersOf([...entry.name, ...entry.title, ...entry.route]),
      title: numbersOf(entry.title.length > 0 ? entry.title : entry.name),
      resource: numbersOf(entry.resource),
      groups: numbersOf(entry.groups),
      description: numbersOf(entry.description),
      arguments: numbersOf(entry.arguments),
      outputs: numbersOf(entry.outputs),
    },
    slots: entry.slots.map(numbersOf),
  }
}
