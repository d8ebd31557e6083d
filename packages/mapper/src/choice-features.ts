import type { AssignedOutputs } from './assignment/assign-outputs.ts'
import type { AssignedParameters } from './assignment/assign-parameters.ts'

/** What is added up, once the names of a goal are placed in an operation, to choose between the likeliest operations. */
export const choiceFeatureNames = [
  'ranked',
  'parameters_fit',
  'outputs_fit',
  'weakest_parameter',
  'weakest_output',
  'parameters_unplaced',
  'outputs_missing',
  'required_unfilled',
] as const

export type ChoiceFeatureName = (typeof choiceFeatureNames)[number]

export interface PlacedNames {
  /** The ranker's score. */
  readonly score: number
  readonly parameters: AssignedParameters
  readonly outputs: AssignedOutputs
}

export type ChoiceFeatures = Readonly<Record<ChoiceFeatureName, number>>

export function choiceFeatures({ score, parameters, outputs }: PlacedNames): ChoiceFeatures {
  const inputs = parameters.assigned.map((line) => line.score)
  const leaves = outputs.assigned.map((line) => line.score)
  const allInputs = inputs.length + parameters.unplaced.length
  const allLeaves = leaves.length + outputs.missing.length
  return {
    ranked: score,
    parameters_fit: share(sum(inputs), allInputs),
    outputs_fit: share(sum(leaves), allLeaves),
    weakest_parameter: parameters.unplaced.length > 0 ? 0 : weakest(inputs),
    weakest_output: outputs.missing.length > 0 ? 0 : weakest(leaves),
    parameters_unplaced: share(parameters.unplaced.length, allInputs),
    outputs_missing: share(outputs.missing.length, allLeaves),
    required_unfilled: allInputs === 0 ? 0 : parameters.unfilled.length / 3,
  }
}

/** The features in the order of their names. */
export const choiceValues = (features: ChoiceFeatures): readonly number[] =>
  choiceFeatureNames.map((name) => features[name])

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const share = (part: number, all: number): number => (all === 0 ? 0 : part / all)
const weakest = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.min(1, ...values))
