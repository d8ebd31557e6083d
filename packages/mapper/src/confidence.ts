import type { ChoiceFeatures } from './choice-features.ts'
import { confidenceWeights } from './confidence-weights.ts'
import type { Features } from './ranking/features.ts'
import { type ConfidenceFeatureName, confidenceFeatureNames } from './confidence-features.ts'

export interface ChosenOperation {
  /** The ranker's features of it. */
  readonly ranking: Features
  readonly choice: ChoiceFeatures
  /** How far the next operation's score is below its own; infinite without another. */
  readonly margin: number
  /** Share of the goal's words that the catalog does not know. */
  readonly unknown: number
  /** How many names of parameters and outputs were given. */
  readonly names: number
}

const mostMargin = 4

export function confidenceFeatures({
  ranking,
  choice,
  margin,
  unknown,
  names,
}: ChosenOperation): readonly number[] {
  const hasNames = names > 0
  const values: Readonly<Record<ConfidenceFeatureName, number>> = {
    always: 1,
    label_concept: ranking.word.label_concept,
    all_fields: ranking.word.all_fields,
    object_in_label: ranking.word.object_in_label,
    label_explained: ranking.word.label_explained,
    title_both_ways: ranking.word.title_both_ways,
    intent_equal: ranking.intent.intent_equal,
    verb_clash: Math.max(
      ranking.intent.create_clash,
      ranking.intent.update_clash,
      ranking.intent.delete_clash,
    ),
    unknown_words: unknown,
    no_names: hasNames ? 0 : 1,
    names_fit: hasNames ? (choice.parameters_fit + choice.outputs_fit) / 2 : 0,
    // Of a goal that names only one kind the other's is 0.
    weakest_name: hasNames ? Math.max(choice.weakest_parameter, choice.weakest_output) : 0,
    required_unfilled: choice.required_unfilled,
    // Being ahead of nothing says nothing.
    margin: Number.isFinite(margin) ? Math.min(margin, mostMargin) / mostMargin : 0,
  }
  return confidenceFeatureNames.map((name) => values[name])
}

/** How likely the chosen operation is the right one, 0 to 1: a logistic regression over what the ranking and the placing of names found. */
export function confidenceOf(chosen: ChosenOperation): number {
  const features = confidenceFeatures(chosen)
  const sum = features.reduce((total, value, at) => total + value * (weights[at] ?? 0), 0)
  return 1 / (1 + Math.exp(-sum))
}

const weights = confidenceFeatureNames.map((name) => confidenceWeights[name])
