import type { SchemaCatalog } from '@bindery/model'
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
}

const indexes = new WeakMap<SchemaCatalog, OperationIndex>()

/** The index of a catalog; made once per catalog value. */
export function indexOperations(catalog: SchemaCatalog): OperationIndex {
  const known = indexes.get(catalog)
  if (known !== undefined) return known
  const index = buildIndex(catalog)
  indexes.set(catalog, index)
  return index
}

function buildIndex(catalog: SchemaCatalog): OperationIndex {
  const terms = new Map<string, number>()
  const byConcept = new Map<number, number[]>()
  const labelCounts: number[] = []
  const numberOf = (term: string): number => {
    const known = terms.get(term)
    if (known !== undefined) return known
    const number = terms.size
    terms.set(term, number)
    labelCounts.push(0)
    for (const concept of conceptsOf(term)) {
      const list = byConcept.get(concept)
      if (list === undefined) byConcept.set(concept, [number])
      else list.push(number)
    }
    return number
  }
  const numbersOf = (words: readonly string[]): readonly number[] => [...new Set(words.map(numberOf))]
  const operations = catalog.operations
    .filter((operation) => operation.availability.status !== 'quarantined')
    .map((operation) => toIndexed(describeOperation(operation, catalog), numbersOf))
  for (const { fields } of operations)
    for (const term of fields.label) labelCounts[term] = (labelCounts[term] ?? 0) + 1
  const rarity = labelCounts.map((count) => Math.log(1 + operations.length / (1 + count)))
  return { catalog, operations, terms, byConcept, labelCounts, rarity }
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
