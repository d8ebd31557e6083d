import type { ChoiceFeatureName } from './choice-features.ts'

/** Weights of the choice between the likeliest operations; fitted after those of the ranker, in the same way. */
export const choiceWeights: Readonly<Record<ChoiceFeatureName, number>> = {
  ranked: 1.08,
  parameters_fit: 1.76,
  outputs_fit: 1.65,
  weakest_parameter: 2.4,
  weakest_output: 2.29,
  parameters_unplaced: 0.17,
  outputs_missing: 0.23,
  required_unfilled: -2.42,
}
