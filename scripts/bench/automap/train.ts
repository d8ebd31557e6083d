import { writeFileSync } from 'node:fs'
import { choiceFeatureNames } from '../../../packages/mapper/src/choice-features.ts'
import { featureNames } from '../../../packages/mapper/src/ranking/features.ts'
import { readGoals, wordings } from './goals.ts'
import { type Example, loadExamples } from './training/examples.ts'
import { dot, fitListwise, rankOfGold, type RankedList } from './training/fit-listwise.ts'

/**
 * `train.ts <goals.jsonl> <specs folder> [weights.json] [L2 pull]`: fits the ranker's weights over all operations, then those of the
 * choice between the likeliest, first with each provider left out of both in turn, which gives the figures to claim, then
 * on all.
 */

const [goalsFile = '', specs = '', out, pullText = '0.03'] = process.argv.slice(2)
const rankerFit = { rounds: 150, rate: 0.5, pull: Number(pullText) }
const choiceFit = { rounds: 400, rate: 0.3, pull: 0.01 }
/** Negatives per goal: the likeliest by an even sum of a few features, so that nothing fitted chooses them. */
const mostCandidates = 80
const shortlistLength = 12
const telling = new Set<string>([
  'label_concept',
  'all_fields',
  'label_explained',
  'intent_equal',
  'parameters_in_arguments',
])
const evenly = featureNames.map((name) => (telling.has(name) ? 1 : 0))

interface Model {
  readonly ranker: readonly number[]
  readonly choice: readonly number[]
}

interface Scored {
  readonly example: Example
  readonly model: Model
}

const examples = await loadExamples(readGoals(goalsFile), specs)
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
const weights = { ranker: named(featureNames, all.ranker), choice: named(choiceFeatureNames, all.choice) }
console.log(JSON.stringify(weights, null, 2))
if (out !== undefined) writeFileSync(out, JSON.stringify(weights, null, 2))

function fit(training: readonly Example[]): Model {
  const ranker = fitListwise(training.map(withLikeliest), rankerFit)
  const choice = fitListwise(
    training.map((example) => example.shortlist(ranker, shortlistLength)),
    choiceFit,
  )
  return { ranker, choice }
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

function report(title: string, scored: readonly Scored[]): void {
  console.log(title)
  for (const wording of wordings) {
    const own = scored.filter(({ example }) => example.wording === wording)
    const ranked = own.map(({ example, model }) => rankOfGold(example, model.ranker))
    const chosen = own.map(({ example, model }) =>
      rankOfGold(example.shortlist(model.ranker, shortlistLength), model.choice),
    )
    const share = (ranks: readonly number[], most: number): string =>
      `${((100 * ranks.filter((rank) => rank <= most).length) / Math.max(1, ranks.length)).toFixed(1)} %`
    const figures = [1, 3, 10].map((most) => `@${most} ${share(ranked, most)}`).join('  ')
    console.log(`  ${wording.padEnd(13)} n=${own.length}  ranked ${figures}  chosen @1 ${share(chosen, 1)} @3 ${share(chosen, 3)}`)
  }
}
