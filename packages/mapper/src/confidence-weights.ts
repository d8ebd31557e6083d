import type { ConfidenceFeatureName } from './confidence.ts'

/**
 * Weights of how sure a choice is. Fitted by logistic regression on choices for labelled goals, right and wrong ones, and
 * on the same goals put to catalogs of other providers, which serve hardly any of them.
 */
export const confidenceWeights: Readonly<Record<ConfidenceFeatureName, number>> = {
  always: -3.1,
  label_concept: 0.48,
  all_fields: 0.55,
  object_in_label: 0.82,
  label_explained: 0.63,
  title_both_ways: 0.55,
  intent_equal: 0.37,
  unknown_words: -1.49,
  no_names: 0.72,
  names_fit: 1.34,
  weakest_name: 0.7,
  required_unfilled: -0.11,
  margin: 2.12,
}
