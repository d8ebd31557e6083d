/** One list to rank: the features of each candidate, and which of them are right. */
export interface RankedList {
  readonly candidates: readonly (readonly number[])[]
  readonly gold: readonly number[]
}

export interface FitOptions {
  readonly rounds: number
  /** Step of the gradient descent. */
  readonly rate: number
  /** How strongly weights are pulled towards zero (L2). */
  readonly pull: number
}

const momentum = 0.9

/**
 * Weights of a linear ranker by gradient descent on the listwise cross-entropy with an L2 pull (ListNet's top-one loss;
 * Cao and others, "Learning to Rank: From Pairwise Approach to Listwise Approach", 2007). Lists without a right candidate
 * teach nothing and are left out.
 */
export function fitListwise(
  lists: readonly RankedList[],
  { rounds, rate, pull }: FitOptions,
): readonly number[] {
  const usable = lists.filter(({ gold }) => gold.length > 0)
  const size = usable[0]?.candidates[0]?.length ?? 0
  let weights = Array.from({ length: size }, () => 0)
  let speed = weights
  for (let round = 0; round < rounds; round++) {
    const gradient = gradientOf(usable, weights)
    speed = speed.map((value, at) => momentum * value + (gradient[at] ?? 0))
    weights = weights.map((value, at) => value + rate * (speed[at] ?? 0) - rate * pull * value)
  }
  return weights
}

export function dot(features: readonly number[], weights: readonly number[]): number {
  let sum = 0
  for (let at = 0; at < features.length; at++) sum += (features[at] ?? 0) * (weights[at] ?? 0)
  return sum
}

/** Rank of the best right candidate, from 1; infinite when there is none. Wrong ones that equal it count as before it. */
export function rankOfGold({ candidates, gold }: RankedList, weights: readonly number[]): number {
  const scores = candidates.map((features) => dot(features, weights))
  const best = Math.max(-Infinity, ...gold.map((at) => scores[at] ?? -Infinity))
  return best === -Infinity
    ? Infinity
    : scores.filter((score, at) => score >= best && !gold.includes(at)).length + 1
}

function gradientOf(lists: readonly RankedList[], weights: readonly number[]): readonly number[] {
  const gradient = weights.map(() => 0)
  for (const { candidates, gold } of lists) {
    const scores = candidates.map((features) => dot(features, weights))
    const top = scores.reduce((best, score) => Math.max(best, score), -Infinity)
    const powers = scores.map((score) => Math.exp(score - top))
    const sum = powers.reduce((total, power) => total + power, 0)
    const goldSum = gold.reduce((total, at) => total + (powers[at] ?? 0), 0)
    const goldSet = new Set(gold)
    for (const [at, features] of candidates.entries()) {
      const power = powers[at] ?? 0
      const share = (goldSet.has(at) ? power / goldSum : 0) - power / sum
      if (Math.abs(share) < 1e-5) continue
      for (const [feature, value] of features.entries())
        gradient[feature] = (gradient[feature] ?? 0) + (share * value) / lists.length
    }
  }
  return gradient
}
