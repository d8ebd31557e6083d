import type { FeatureName } from './features.ts'

/**
 * Weights of the linear ranker. Fitted by gradient descent on the listwise cross-entropy over all operations of a
 * catalog, on labelled goals over public provider documents (`scripts/bench/automap/train.ts`), after the same had been
 * done with each provider left out in turn to see what holds for providers that were never seen.
 */
export const weights: Readonly<Record<FeatureName, number>> = {
  label_literal: 0.13,
  label_concept: 0.24,
  title_concept: 0.57,
  nouns_in_label: 1.26,
  nouns_in_resource: -1.53,
  verbs_in_label: 1.1,
  label_explained: 3.33,
  resource_explained: 1.85,
  unexplained_terms: -2.21,
  description: 1.99,
  groups: 0.66,
  all_fields: 3.99,
  intent_equal: 0.69,
  write_for_read: -4,
  read_for_write: -3.33,
  create_clash: -0.89,
  delete_clash: -0.54,
  list_for_many: 2.32,
  list_for_one: -0.62,
  slot_without_id: -2.2,
  slot_with_id: -0.88,
  parameters_in_arguments: 6.02,
  required_unfilled: -3.61,
  outputs_in_answer: 4.07,
  answers_nothing: -1.01,
  depth: -1.85,
  deprecated: -1.77,
  bulk_or_admin: -3.2,
  parameters_in_label: 1.4,
  title_both_ways: 0,
  opening_in_title: 0,
  search_for_text: 0.36,
}
