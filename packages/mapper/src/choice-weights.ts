import type { ChoiceFeatureName } from './choice-features.ts'

/** Weights of the choice between the likeliest operations; fitted after those of the ranker, in the same way. */
export const choiceWeights: Readonly<Record<ChoiceFeatureName, number>> = {
  ranked: 1.11,
  parameters_fit: 1.25,
  outputs_fit: 0.92,
  weakest_parameter: 2.34,
  weakest_output: 2.32,
  parameters_unplaced: -0.07,
  outputs_missing: 1.34,
  required_unfilled: -2.97,
}
