import type { ConfidenceFeatureName } from './confidence-features.ts'

/**
 * Weights of how sure a choice is. Fitted by logistic regression on choices for labelled goals, right and wrong ones, and
 * on the same goals put to catalogs of other providers, which serve hardly any of them.
 */
export const confidenceWeights: Readonly<Record<ConfidenceFeatureName, number>> = {
  always: -2.43,
  label_concept: -0.21,
  all_fields: 0.86,
  object_in_label: 0.9,
  label_explained: 0.36,
  title_both_ways: 0.67,
  intent_equal: 0.15,
  verb_clash: -0.52,
  unknown_words: -0.99,
  no_names: 0.49,
  names_fit: 1.42,
  weakest_name: 0.46,
  required_unfilled: -0.59,
  margin: 2.14,
}
