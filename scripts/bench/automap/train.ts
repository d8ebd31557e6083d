import { writeFileSync } from 'node:fs'
import { choiceFeatureNames } from '../../../packages/mapper/src/choice-features.ts'
import { confidenceFeatureNames } from '../../../packages/mapper/src/confidence-features.ts'
import { featureNames } from '../../../packages/mapper/src/ranking/features.ts'
import { readGoals } from './goals.ts'
import { type ChoiceModel, type Example, loadExamples } from './training/examples.ts'
import { dot, fitListwise, type RankedList } from './training/fit-listwise.ts'
import { fitLogistic } from './training/fit-logistic.ts'
import { type Model, reportCertainty, reportRanks, type Scored, shortlistLength } from './training/report.ts'

/**
 * `train.ts <goals.jsonl>[,<goals.jsonl>] <specs folder> [weights.json] [L2 pull]`: fits the ranker's weights over all operations, then those of the
 * choice between the likeliest and of how sure the choice is; first with each provider left out of all three in turn,
 * which gives the figures to claim, then on all.
 */

const [goalsFiles = '', specs = '', out, pullText = '0.03'] = process.argv.slice(2)
const rankerFit = { rounds: 150, rate: 0.5, pull: Number(pullText) }
const choiceFit = { rounds: 400, rate: 0.3, pull: 0.01 }
const confidenceFit = { rounds: 3000, rate: 0.5, pull: 0.002 }
/** What goals that the catalog does not serve count against those that it serves. */
const unservedShare = 0.2
/** Negatives per goal: the likeliest by an even sum of a few features, so that nothing fitted chooses them. */
const mostCandidates = 80
const telling = new Set<string>([
  'label_concept',
  'all_fields',
  'label_explained',
  'intent_equal',
  'parameters_in_arguments',
])
const evenly = featureNames.map((name) => (telling.has(name) ? 1 : 0))

const examples = await loadExamples(goalsFiles.split(',').flatMap(readGoals), specs)
const providers = [...new Set(examples.map(({ provider }) => provider))]
const held = providers.flatMap((provider): readonly Scored[] => {
  const model = fit(examples.filter((example) => example.provider !== provider))
  return examples.filter((example) => example.provider === provider).map((example) => ({ example, model }))
})
report('leave one provider out', held)
const all = fit(examples)
report(
  'fitted on all (not to be claimed)',
  examples.map((example) => ({ example, model: all })),
)
const weights = {
  ranker: named(featureNames, all.ranker),
  choice: named(choiceFeatureNames, all.choice),
  confidence: named(confidenceFeatureNames, all.confidence),
}
if (out === undefined) console.log(JSON.stringify(weights, null, 2))
else writeFileSync(out, JSON.stringify(weights, null, 2))

function report(title: string, scored: readonly Scored[]): void {
  console.log(title)
  reportRanks(scored)
  reportCertainty(scored)
}

function fit(training: readonly Example[]): Model {
  const served = training.filter(({ kind }) => kind === 'served')
  const ranker = fitListwise(served.map(withLikeliest), rankerFit)
  const choice = fitListwise(
    served.map((example) => example.shortlist(ranker, shortlistLength)),
    choiceFit,
  )
  return { ranker, choice, confidence: fitConfidence(training, { ranker, choice }) }
}

function fitConfidence(training: readonly Example[], model: ChoiceModel): readonly number[] {
  const unserved = training.filter(({ kind }) => kind !== 'served').length
  const each = (unservedShare * (training.length - unserved)) / ((1 - unservedShare) * Math.max(1, unserved))
  const cases = training.flatMap((example) => {
    const certainty = example.certainty(model, shortlistLength)
    return certainty === undefined ? [] : [{ ...certainty, weight: example.kind === 'served' ? 1 : each }]
  })
  return fitLogistic(cases, confidenceFit)
}

/** Only the candidates that are hard to tell from the right one, and the right one. */
function withLikeliest(example: Example): RankedList {
  const kept = example.candidates
    .map((features, at) => ({ features, at, score: dot(features, evenly) }))
    .sort((a, b) => b.score - a.score)
    .filter(({ at }, place) => place < mostCandidates || example.gold.includes(at))
  return {
    candidates: kept.map(({ features }) => features),
    gold: kept.flatMap(({ at }, place) => (example.gold.includes(at) ? [place] : [])),
  }
}

function named(names: readonly string[], values: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, at) => [name, Number((values[at] ?? 0).toFixed(2))]))
}
