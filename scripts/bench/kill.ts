import {
  deathPoints,
  type KillOutcome,
  KillRuns,
  type ProviderHabit,
} from '../../services/api/src/testing/kill-runs.ts'
import { removePrograms } from '../../services/api/src/testing/program-bundle.ts'
import type { BenchOptions } from './options.ts'

interface Tally {
  readonly point: string
  readonly habit: ProviderHabit
  succeeded: number
  unknown: number
  /** Runs in which the provider did the write twice, or the caller was told what is not so. */
  wrong: number
}

/**
 * Kills a server at every named point of a write, `--runs` times for each kind of provider, and counts double writes and
 * wrong answers: both must be 0.
 */
export async function benchKill({ runs: times, json }: BenchOptions): Promise<void> {
  const tallies: Tally[] = []
  for (const habit of ['keeps keys', 'keeps none'] as const) {
    const runs = new KillRuns(habit)
    await runs.start()
    for (const point of deathPoints) {
      const tally: Tally = { point, habit, succeeded: 0, unknown: 0, wrong: 0 }
      for (let run = 0; run < times; run++) count(tally, await runs.run(point))
      tallies.push(tally)
      if (!json)
        console.log(
          `${habit}, ${point}: ${tally.succeeded} succeeded, ${tally.unknown} unknown, ${tally.wrong} wrong`,
        )
    }
    await runs.close()
  }
  removePrograms()
  const wrong = tallies.reduce((sum, tally) => sum + tally.wrong, 0)
  if (json) console.log(JSON.stringify({ bench: 'kill', runs: times, tallies, wrong }))
  else console.log(`${tallies.length * times} kills, ${wrong} wrong`)
  process.exitCode = wrong === 0 ? 0 : 1
}

function count(tally: Tally, { reply, applied }: KillOutcome): void {
  tally[reply] += 1
  const isTrue = reply === 'succeeded' ? applied === 1 : applied <= 1
  if (!isTrue) tally.wrong += 1
}
