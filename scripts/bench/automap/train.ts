import { writeFileSync } from 'node:fs'
import { featureNames, featuresOf } from '../../../packages/mapper/src/ranking/features.ts'
import { indexOperations, type OperationIndex } from '../../../packages/mapper/src/ranking/operation-index.ts'
import { readQuery } from '../../../packages/mapper/src/ranking/query.ts'
import { weights as committed } from '../../../packages/mapper/src/ranking/weights.ts'
import { isWrite } from '../../../packages/model/src/index.ts'
import { type Goal, goldOf, readGoals, type Wording, wordings } from './goals.ts'
import { labelOf } from './labels.ts'
import { documentOf, loadCatalogs } from './catalogs.ts'

/**
 * `train.ts <goals.jsonl> <specs folder> [weights.json] [L2 pull]`: fits the ranker's weights by gradient descent on the listwise
 * cross-entropy with an L2 pull, first with each provider left out in turn, which gives the figures to claim, then on all.
 */

interface Example {
  readonly provider: string
  readonly wording: Wording
  readonly candidates: readonly (readonly number[])[]
  readonly gold: readonly number[]
}

const [goalsFile = '', specs = '', out] = process.argv.slice(2)
const rounds = 150
const rate = 0.5
const pull = Number(process.argv[5] ?? '0.03')
/** Negatives per goal: the likeliest by an even sum of a few features, so that nothing fitted chooses them. */
const mostCandidates = 80
const telling = new Set([
  'label_concept',
  'all_fields',
  'label_explained',
  'intent_equal',
  'parameters_in_arguments',
])
const evenly = featureNames.map((name) => (telling.has(name) ? 1 : 0))

const examples = await toExamples(readGoals(goalsFile))
const zeroShot = featureNames.map((name) => committed[name])
report(
  'committed weights',
  examples.map((example) => ({ example, weights: zeroShot })),
)
const providers = [...new Set(examples.map(({ provider }) => provider))]
const held = providers.flatMap((provider) => {
  const weights = fit(examples.filter((example) => example.provider !== provider))
  return examples.filter((example) => example.provider === provider).map((example) => ({ example, weights }))
})
report('leave one provider out', held)
const all = fit(examples)
report(
  'fitted on all (not to be claimed)',
  examples.map((example) => ({ example, weights: all })),
)
const named = Object.fromEntries(featureNames.map((name, at) => [name, Number((all[at] ?? 0).toFixed(2))]))
console.log(JSON.stringify(named, null, 2))
if (out !== undefined) writeFileSync(out, JSON.stringify(named, null, 2))

async function toExamples(goals: readonly Goal[]): Promise<readonly Example[]> {
  const catalogs = await loadCatalogs(goals, specs)
  const indexes = new Map([...catalogs].map(([name, catalog]) => [name, indexOperations(catalog)]))
  return goals.flatMap((goal) => {
    const index = indexes.get(documentOf(goal))
    return index === undefined || goal.kind === 'none'
      ? []
      : wordings.flatMap((wording) => toExample(goal, wording, index))
  })
}

function toExample(goal: Goal, wording: Wording, index: OperationIndex): readonly Example[] {
  const text = goal[wording]
  if (text === undefined) return []
  const query = readQuery(
    {
      goal: text,
      parameters: goal.inputs.map(({ param }) => param),
      outputs: goal.outputs.map(({ name }) => name),
    },
    index,
  )
  const allowed = index.operations.filter(
    ({ entry }) => query.intent.effect !== 'read' || !isWrite(entry.operation.effect),
  )
  const labels = goldOf(goal)
  return [
    {
      provider: goal.provider,
      wording,
      candidates: allowed.map((operation) => featuresOf(operation, query, index)),
      gold: allowed.flatMap(({ entry }, at) => (labels.includes(labelOf(entry.operation)) ? [at] : [])),
    },
  ]
}

function fit(training: readonly Example[]): readonly number[] {
  const usable = training.filter(({ gold }) => gold.length > 0).map(withLikeliest)
  let weights = featureNames.map(() => 0)
  let speed = featureNames.map(() => 0)
  for (let round = 0; round < rounds; round++) {
    const gradient = gradientOf(usable, weights)
    speed = speed.map((value, at) => 0.9 * value + (gradient[at] ?? 0))
    weights = weights.map((value, at) => value + rate * (speed[at] ?? 0) - rate * pull * value)
  }
  return weights
}

/** Only the candidates that are hard to tell from the right one, and the right one. */
function withLikeliest(example: Example): Example {
  const kept = example.candidates
    .map((features, at) => ({ features, at, score: dot(features, evenly) }))
    .sort((a, b) => b.score - a.score)
    .filter(({ at }, place) => place < mostCandidates || example.gold.includes(at))
  return {
    ...example,
    candidates: kept.map(({ features }) => features),
    gold: kept.flatMap(({ at }, place) => (example.gold.includes(at) ? [place] : [])),
  }
}

function gradientOf(training: readonly Example[], weights: readonly number[]): readonly number[] {
  const gradient = weights.map(() => 0)
  for (const { candidates, gold } of training) {
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
        gradient[feature] = (gradient[feature] ?? 0) + (share * value) / training.length
    }
  }
  return gradient
}

function dot(features: readonly number[], weights: readonly number[]): number {
  let sum = 0
  for (let at = 0; at < features.length; at++) sum += (features[at] ?? 0) * (weights[at] ?? 0)
  return sum
}

interface Scored {
  readonly example: Example
  readonly weights: readonly number[]
}

function report(title: string, scored: readonly Scored[]): void {
  console.log(title)
  for (const wording of wordings) {
    const ranks = scored.filter(({ example }) => example.wording === wording).map(rankOfGold)
    const share = (most: number): string =>
      `${((100 * ranks.filter((rank) => rank <= most).length) / Math.max(1, ranks.length)).toFixed(1)} %`
    console.log(`  ${wording.padEnd(13)} n=${ranks.length}  @1 ${share(1)}  @3 ${share(3)}  @10 ${share(10)}`)
  }
}

function rankOfGold({ example: { candidates, gold }, weights }: Scored): number {
  const scores = candidates.map((features) => dot(features, weights))
  const best = Math.max(-Infinity, ...gold.map((at) => scores[at] ?? -Infinity))
  return best === -Infinity ? Infinity : scores.filter((score) => score > best).length + 1
}
