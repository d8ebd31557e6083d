import { dot, type FitOptions } from './fit-listwise.ts'

export interface LabelledCase {
  readonly features: readonly number[]
  readonly isRight: boolean
  /** How much it counts against the others. */
  readonly weight: number
}

/** Weights of a logistic regression by gradient descent with an L2 pull. */
export function fitLogistic(
  cases: readonly LabelledCase[],
  { rounds, rate, pull }: FitOptions,
): readonly number[] {
  const size = cases[0]?.features.length ?? 0
  const total = cases.reduce((sum, { weight }) => sum + weight, 0)
  let weights = Array.from({ length: size }, () => 0)
  for (let round = 0; round < rounds; round++) {
    const gradient = weights.map((value) => -pull * value)
    for (const { features, isRight, weight } of cases) {
      const error = ((isRight ? 1 : 0) - sigmoid(dot(features, weights))) * (weight / total)
      for (const [at, value] of features.entries()) gradient[at] = (gradient[at] ?? 0) + error * value
    }
    weights = weights.map((value, at) => value + rate * (gradient[at] ?? 0))
  }
  return weights
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value))
