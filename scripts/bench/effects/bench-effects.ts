import { effects } from '../../../packages/model/src/index.ts'
import type { BenchOptions } from '../options.ts'
import { type LabelledProvider, readLabels } from './read-labels.ts'
import { type EffectScore, isGoodEnough, scoreEffects } from './score-effects.ts'

/**
 * `npm run bench -- effects`: how effects that are concluded compare with those that were labelled by hand. Exits with 1
 * when a grave error or too many milder ones are left; wrong ones of providers that rules may be written for are named.
 */
export async function benchEffects(options: Pick<BenchOptions, 'json'>): Promise<void> {
  const { providers, problems } = await readLabels()
  for (const problem of problems) console.error(problem)
  const score = scoreOf(providers)
  if (options.json) console.log(JSON.stringify(rowsOf(providers)))
  else print(providers)
  if (problems.length > 0 || !isGoodEnough(score)) process.exitCode = 1
}

const scoreOf = (providers: readonly LabelledProvider[]): EffectScore =>
  scoreEffects(providers.flatMap(({ operations }) => operations))

interface Row {
  readonly row: string
  readonly score: EffectScore
}

function rowsOf(providers: readonly LabelledProvider[]): readonly Row[] {
  const heldOut = providers.filter(({ isHeldOut }) => isHeldOut)
  const open = providers.filter(({ isHeldOut }) => !isHeldOut)
  return [
    ...open.map((provider) => ({ row: provider.provider, score: scoreOf([provider]) })),
    { row: 'held out', score: withoutNames(scoreOf(heldOut)) },
    { row: 'all', score: withoutNames(scoreOf(providers)) },
  ]
}

/** Whoever writes rules must not learn from the providers that are kept apart. */
const withoutNames = (score: EffectScore): EffectScore => ({ ...score, wrong: [] })

function print(providers: readonly LabelledProvider[]): void {
  const rows = rowsOf(providers)
  for (const { row, score } of rows) console.log(`${row.padEnd(20)} ${summary(score)}`)
  for (const { row, score } of rows.filter(({ row: name }) => name === 'held out' || name === 'all')) {
    console.log(`\n${row}: label (down), concluded (across)`)
    console.log(line(['', ...effects]))
    effects.forEach((effect, at) => console.log(line([effect, ...(score.matrix[at] ?? []).map(String)])))
  }
  for (const { row, score } of rows)
    for (const { outcome, name, expected, found } of score.wrong)
      console.log(`${outcome.padEnd(7)} ${row}: ${name} is ${expected}, concluded ${found}`)
}

function summary({ total, counts }: EffectScore): string {
  const share = (count: number): string => `${((100 * count) / Math.max(1, total)).toFixed(1)} %`
  const { right, graver, milder, grave } = counts
  return `${String(total).padStart(4)} operations, right ${share(right)}, graver ${graver} (${share(graver)}), milder ${milder} (${share(milder)}), grave ${grave}`
}

const line = (cells: readonly string[]): string => cells.map((cell) => cell.padEnd(8)).join('')
