import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deathPoints, KillRuns, type ProviderHabit } from '../testing/kill-runs.ts'

/** Points up to which the provider has not been asked for anything. */
const untouched = new Set(['confirmation-spent', 'before-intent', 'intent-committed', 'connected'])

describe.each<ProviderHabit>(['keeps keys', 'keeps none'])('a provider that %s', (habit) => {
  const runs = new KillRuns(habit)
  beforeAll(() => runs.start(), 120_000)
  afterAll(() => runs.close())

  // Every point where keys are not kept, which is the harder case; the others need the points around the call.
  const points = habit === 'keeps none' ? deathPoints : (['applied', 'before-record'] as const)

  it.each(points)('and a server that dies at %s', { timeout: 120_000 }, async (point) => {
    const { reply, applied } = await runs.run(point)
    if (habit === 'keeps keys') expect([reply, applied]).toEqual(['succeeded', 1])
    else if (reply === 'succeeded') expect(applied).toBe(1)
    else expect(applied).toBe(untouched.has(point) ? 0 : 1)
  })
})
