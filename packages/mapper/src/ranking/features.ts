import { intentFeatures } from './intent-features.ts'
import { nameFeatures } from './name-features.ts'
import type { IndexedOperation, OperationIndex } from './operation-index.ts'
import type { Query } from './query.ts'
import { wordFeatures } from './word-features.ts'

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

/** The features of one operation for one goal, by what they look at: flat objects of one shape, since there are thousands. */
export interface Features {
  readonly word: ReturnType<typeof wordFeatures>
  readonly intent: ReturnType<typeof intentFeatures>
  readonly name: ReturnType<typeof nameFeatures>
}

export function featuresOf(operation: IndexedOperation, query: Query, index: OperationIndex): Features {
  return {
    word: wordFeatures(operation, query, index),
    intent: intentFeatures(operation, query),
    name: nameFeatures(operation, query),
  }
}

/** The features in the order of their names. */
export function featureValues({ word, intent, name }: Features): readonly number[] {
  const values: Readonly<Record<FeatureName, number>> = { ...word, ...intent, ...name }
  return featureNames.map((feature) => values[feature])
}
