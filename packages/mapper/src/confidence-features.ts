/** What tells whether the chosen operation is the right one at all. */
export const confidenceFeatureNames = [
  'always',
  'label_concept',
  'all_fields',
  'object_in_label',
  'label_explained',
  'title_both_ways',
  'intent_equal',
  'verb_clash',
  'unknown_words',
  'no_names',
  'names_fit',
  'weakest_name',
  'required_unfilled',
  'margin',
] as const

export type ConfidenceFeatureName = (typeof confidenceFeatureNames)[number]
