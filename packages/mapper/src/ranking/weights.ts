import type { FeatureName } from './features.ts'

/**
 * Weights of the linear ranker. Fitted by gradient descent on the listwise cross-entropy over all operations of a
 * catalog, on labelled goals over public provider documents (`scripts/bench/automap/train.ts`), after the same had been
 * done with each provider left out in turn to see what holds for providers that were never seen.
 */
export const weights: Readonly<Record<FeatureName, number>> = {
  label_literal: 0.14,
  label_concept: 0.49,
  title_concept: 0.07,
  nouns_in_label: 0.76,
  nouns_in_resource: -1.28,
  verbs_in_label: 0.95,
  label_explained: 2.48,
  resource_explained: 1.73,
  unexplained_terms: -1.65,
  description: 1.69,
  groups: 0.53,
  all_fields: 2.35,
  intent_equal: 0.5,
  write_for_read: -4,
  read_for_write: -2.35,
  create_clash: -0.64,
  delete_clash: -0.46,
  list_for_many: 1.56,
  list_for_one: -0.23,
  slot_without_id: -1.38,
  slot_with_id: -0.7,
  parameters_in_arguments: 4.67,
  required_unfilled: -1.73,
  outputs_in_answer: 3.56,
  answers_nothing: -0.58,
  depth: -1.24,
  deprecated: -0.86,
  bulk_or_admin: -1.68,
  parameters_in_label: 1.03,
  search_for_text: 0.01,
  title_both_ways: 1.06,
  opening_in_title: 0.62,
  head_noun_in_resource: 0.43,
  first_verb_in_label: -0.14,
}
