import { isWrite } from '@bindery/model'
import type { Intent } from '../goal/intent-verbs.ts'
import { bestMatch, coverage, explained } from './coverage.ts'
import type { IndexedOperation, OperationIndex, SearchedField } from './operation-index.ts'
import type { Query, QueryTerm } from './query.ts'
import { fitSlots } from './slots.ts'

/** What the linear ranker adds up, in the order of its weights. */
export const featureNames = [
  'label_literal',
  'label_concept',
  'title_concept',
  'nouns_in_label',
  'nouns_in_resource',
  'verbs_in_label',
  'label_explained',
  'resource_explained',
  'unexplained_terms',
  'description',
  'groups',
  'all_fields',
  'intent_equal',
  'write_for_read',
  'read_for_write',
  'create_clash',
  'delete_clash',
  'list_for_many',
  'list_for_one',
  'slot_missing',
  'slot_given',
  'parameters_in_arguments',
  'slots_missing',
  'slots_given',
  'ids_in_slots',
  'ids_left',
  'own_id_for_create',
  'own_id_for_list',
  'outputs_in_answer',
  'answers_nothing',
  'depth',
  'deprecated',
  'bulk_or_admin',
  'parameters_in_label',
  'search_for_text',
  'title_both_ways',
  'opening_in_title',
  'object_in_resource',
  'object_in_label',
  'rest_in_resource',
  'resource_explained_by_object',
  'first_verb_in_label',
  'update_clash',
  'action_clash',
] as const

export type FeatureName = (typeof featureNames)[number]

const literal = 1
const openingTerms = 4
const fieldWeights: readonly (readonly [SearchedField, number])[] = [
  ['label', 3],
  ['groups', 1],
  ['description', 1],
  ['arguments', 0.5],
  ['outputs', 0.4],
]

export type Features = Readonly<Record<FeatureName, number>>

export function featuresOf(operation: IndexedOperation, query: Query, index: OperationIndex): Features {
  const { fields, entry } = operation
  const { goal, intent } = query
  const nouns = goal.filter((term) => !term.isVerb)
  const verbs = goal.filter((term) => term.isVerb)
  const labelExplained = explained(fields.label, goal, index.rarity)
  const writes = isWrite(entry.operation.effect)
  const wantsWrite = intent.effect === 'write'
  const wantsRead = intent.effect === 'read'
  const clash = (kind: Intent): number =>
    wantsWrite && writes && (intent.intent === kind) !== (entry.intent === kind) ? 1 : 0
  const slotFit = fitSlots(
    { slots: operation.slots, arguments: fields.arguments, resource: fields.resource },
    query.parameters,
  )
  const knowsIds = query.parameters.length > 0
  const parameters = query.parameters.map(({ terms }) => terms)
  return {
    label_literal: coverage(goal, fields.label, literal),
    label_concept: coverage(goal, fields.label),
    title_concept: coverage(goal, fields.title),
    nouns_in_label: coverage(nouns, fields.label),
    nouns_in_resource: coverage(nouns, fields.resource),
    verbs_in_label: coverage(verbs, fields.label),
    label_explained: labelExplained,
    resource_explained: explained(fields.resource, goal, index.rarity),
    unexplained_terms: ((1 - labelExplained) * fields.label.length) / 8,
    description: coverage(goal, fields.description),
    groups: coverage(goal, fields.groups),
    all_fields: allFields(goal, fields),
    intent_equal: intent.intent !== undefined && intent.intent === entry.intent ? 1 : 0,
    write_for_read: wantsRead && writes ? 1 : 0,
    read_for_write: wantsWrite && !writes ? 1 : 0,
    create_clash: clash('create'),
    delete_clash: clash('delete'),
    list_for_many: !wantsWrite && intent.isMany && entry.isList ? 1 : 0,
    list_for_one: !wantsWrite && !intent.isMany && entry.isList ? 1 : 0,
    slot_missing: knowsIds && entry.endsInSlot && !slotFit.isLastGiven ? 1 : 0,
    slot_given: entry.endsInSlot && slotFit.isLastGiven ? 1 : 0,
    parameters_in_arguments: averageCoverage(parameters, fields.arguments),
    slots_missing: knowsIds ? slotFit.missing / 3 : 0,
    slots_given: knowsIds ? slotFit.given : 0,
    ids_in_slots: slotFit.idsInSlots,
    ids_left: slotFit.idsLeft,
    own_id_for_create: slotFit.isOwnIdLeft && entry.intent === 'create' ? 1 : 0,
    own_id_for_list: slotFit.isOwnIdLeft && entry.isList && !writes ? 1 : 0,
    outputs_in_answer: averageCoverage(query.outputs, fields.outputs),
    answers_nothing: query.outputs.length > 0 && fields.outputs.length === 0 ? 1 : 0,
    depth: entry.depth / 5,
    deprecated: entry.operation.deprecated === undefined ? 0 : 1,
    bulk_or_admin: isBulk(operation, goal, index) ? 1 : 0,
    parameters_in_label: averageCoverage(parameters, fields.label),
    title_both_ways: bothWays(coverage(goal, fields.title), explained(fields.title, goal, index.rarity)),
    object_in_resource: coverage(query.object, fields.resource),
    object_in_label: coverage(query.object, fields.label),
    rest_in_resource: coverage(query.rest, fields.resource),
    resource_explained_by_object: explained(fields.resource, query.object, index.rarity),
    update_clash: clash('update'),
    action_clash: clash('action'),
    first_verb_in_label: coverage(verbs.slice(0, 1), fields.label, literal),
    opening_in_title: coverage(goal.slice(0, openingTerms), fields.title),
    search_for_text: parameters.some(namesText) && entry.intent === 'search' ? 1 : 0,
  }
}

/** The features in the order of their names. */
export const featureValues = (features: Features): readonly number[] =>
  featureNames.map((name) => features[name])

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

function averageCoverage(names: readonly (readonly QueryTerm[])[], field: readonly number[]): number {
  if (names.length === 0) return 0
  return names.reduce((sum, terms) => sum + coverage(terms, field), 0) / names.length
}

const textWords = new Set(['search', 'queri', 'text', 'keyword', 'phras', 'term'])

const namesText = (terms: readonly QueryTerm[]): boolean => terms.some(({ text }) => textWords.has(text))

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
