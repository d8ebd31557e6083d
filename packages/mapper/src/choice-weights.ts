import type { ChoiceFeatureName } from './choice-features.ts'

/** Weights of the choice between the likeliest operations; fitted after those of the ranker, in the same way. */
export const choiceWeights: Readonly<Record<ChoiceFeatureName, number>> = {
  ranked: 1.09,
  parameters_fit: 1.36,
  outputs_fit: 0.81,
  weakest_parameter: 2.64,
  weakest_output: 3.02,
  parameters_unplaced: 0.41,
  outputs_missing: 2.56,
  required_unfilled: -3.98,
}
