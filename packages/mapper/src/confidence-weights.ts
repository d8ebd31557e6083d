import type { ConfidenceFeatureName } from './confidence.ts'

/**
 * Weights of how sure a choice is. Fitted by logistic regression on choices for labelled goals, right and wrong ones, and
 * on the same goals put to catalogs of other providers, which serve hardly any of them.
 */
export const confidenceWeights: Readonly<Record<ConfidenceFeatureName, number>> = {
  always: -3.09,
  label_concept: 0.17,
  all_fields: 0.78,
  object_in_label: 0.67,
  label_explained: 0.61,
  title_both_ways: 0.55,
  intent_equal: 0.37,
  unknown_words: -1.4,
  no_names: 0.84,
  names_fit: 1.22,
  weakest_name: 0.77,
  required_unfilled: -0.3,
  margin: 2.19,
}
