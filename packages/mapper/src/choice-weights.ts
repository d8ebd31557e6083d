import type { ChoiceFeatureName } from './choice-features.ts'

/** Weights of the choice between the likeliest operations; fitted after those of the ranker, in the same way. */
export const choiceWeights: Readonly<Record<ChoiceFeatureName, number>> = {
  ranked: 1.11,
  parameters_fit: 1.5,
  outputs_fit: 1.17,
  weakest_parameter: 2.54,
  weakest_output: 2.5,
  parameters_unplaced: 0.14,
  outputs_missing: 1.17,
  required_unfilled: -3.05,
}
