import {
  type DeathPoint,
  deathPoints,
  type KillOutcome,
  KillRuns,
  type ProviderHabit,
  readingPoints,
  type SkillShape,
} from '../../services/api/src/testing/kill-runs.ts'
import { removePrograms } from '../../services/api/src/testing/program-bundle.ts'
import type { BenchOptions } from './options.ts'

interface Tally {
  readonly point: string
  readonly habit: ProviderHabit
  readonly shape: SkillShape
  succeeded: number
  unknown: number
  /** Runs in which the provider did the write twice, or the caller was told what is not so. */
  wrong: number
}

/** Kinds of provider and of skill, with the points at which a server dies. */
const scenes: readonly (readonly [ProviderHabit, SkillShape, readonly DeathPoint[]])[] = [
  ['keeps keys', 'one operation', deathPoints],
  ['keeps none', 'one operation', deathPoints],
  ['keeps none', 'behind a read', [...readingPoints, ...deathPoints]],
]

/**
 * Kills a server at every named point of a write, and of the reads before it, `--runs` times for each kind of provider and of
 * skill, and counts double writes and wrong answers: both must be 0.
 */
export async function benchKill({ runs: times, json }: BenchOptions): Promise<void> {
  const tallies: Tally[] = []
  for (const [habit, shape, points] of scenes) {
    const runs = new KillRuns(habit, shape)
    await runs.start()
    for (const point of points) {
      const tally: Tally = { point, habit, shape, succeeded: 0, unknown: 0, wrong: 0 }
      for (let run = 0; run < times; run++) count(tally, await runs.run(point))
      tallies.push(tally)
      if (!json)
        console.log(
          `${shape}, ${habit}, ${point}: ${tally.succeeded} succeeded, ${tally.unknown} unknown, ${tally.wrong} wrong`,
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
