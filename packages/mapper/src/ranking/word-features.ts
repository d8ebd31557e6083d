import { bestMatch, coverage, explained } from './coverage.ts'
import type { IndexedOperation, OperationIndex, SearchedField } from './operation-index.ts'
import type { Query } from './query.ts'
import type { QueryTerm } from './query-term.ts'

const literal = 1
const openingTerms = 4
const fieldWeights: readonly (readonly [SearchedField, number])[] = [
  ['label', 3],
  ['groups', 1],
  ['description', 1],
  ['arguments', 0.5],
  ['outputs', 0.4],
]

/** How the words of a goal and the words of an operation cover each other. */
export function wordFeatures(operation: IndexedOperation, query: Query, index: OperationIndex) {
  const { fields, entry } = operation
  const { goal, object, rest } = query
  const { rarity } = index
  const nouns = goal.filter((term) => !term.isVerb)
  const verbs = goal.filter((term) => term.isVerb)
  const labelExplained = explained(fields.label, goal, rarity)
  return {
    label_literal: coverage(goal, fields.label, literal),
    label_concept: coverage(goal, fields.label),
    title_concept: coverage(goal, fields.title),
    nouns_in_label: coverage(nouns, fields.label),
    nouns_in_resource: coverage(nouns, fields.resource),
    verbs_in_label: coverage(verbs, fields.label),
    label_explained: labelExplained,
    resource_explained: explained(fields.resource, goal, rarity),
    unexplained_terms: ((1 - labelExplained) * fields.label.length) / 8,
    description: coverage(goal, fields.description),
    groups: coverage(goal, fields.groups),
    all_fields: allFields(goal, fields),
    title_both_ways: bothWays(coverage(goal, fields.title), explained(fields.title, goal, rarity)),
    opening_in_title: coverage(goal.slice(0, openingTerms), fields.title),
    object_in_resource: coverage(object, fields.resource),
    object_in_label: coverage(object, fields.label),
    rest_in_resource: coverage(rest, fields.resource),
    resource_explained_by_object: explained(fields.resource, object, rarity),
    first_verb_in_label: coverage(verbs.slice(0, 1), fields.label, literal),
    depth: entry.depth / 5,
    deprecated: entry.operation.deprecated === undefined ? 0 : 1,
    bulk_or_admin: isBulk(operation, goal, index) ? 1 : 0,
  }
}

/** High only when the goal says what the title says and the title what the goal says. */
const bothWays = (a: number, b: number): number => (a + b === 0 ? 0 : (2 * a * b) / (a + b))

function allFields(goal: readonly QueryTerm[], fields: IndexedOperation['fields']): number {
  let total = 0
  let score = 0
  for (const term of goal) {
    let sum = 0
    for (const [field, weight] of fieldWeights) sum += weight * bestMatch(term, fields[field])
    total += term.weight
    score += term.weight * (sum / (sum + 1.2))
  }
  return total === 0 ? 0 : score / total
}

const bulkWords = [
  'bulk',
  'batch',
  'admin',
  'all',
  'mass',
  'multipl',
  'legaci',
  'beta',
  'experimental',
  'internal',
]

function isBulk(
  { fields }: IndexedOperation,
  goal: readonly QueryTerm[],
  { terms }: OperationIndex,
): boolean {
  return bulkWords.some((word) => {
    const number = terms.get(word)
    return number !== undefined && fields.label.includes(number) && !goal.some(({ text }) => text === word)
  })
}
