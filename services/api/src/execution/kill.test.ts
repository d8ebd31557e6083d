import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeathPoint, KillRuns, type ProviderHabit } from '../testing/kill-runs.ts'
import { removePrograms } from '../testing/program-bundle.ts'

/** Points up to which the provider has not been asked for anything. */
const untouched: ReadonlySet<DeathPoint> = new Set<DeathPoint>([
  'confirmation-spent',
  'before-intent',
  'intent-committed',
  'connected',
])

afterAll(removePrograms)

describe('a skill whose write is made of what it read', () => {
  const runs = new KillRuns('keeps none', 'behind a read')
  beforeAll(() => runs.start())
  afterAll(() => runs.close())

  it.each<[DeathPoint, number]>([
    ['read-received', 1],
    ['reads-recorded', 1],
    ['confirmation-opened', 1],
    ['intent-committed', 0],
    ['applied', 1],
  ])('and a server that dies at %s', { timeout: 120_000 }, async (point, most) => {
    const { reply, applied } = await runs.run(point)
    // Whoever asked before anything was written is answered in the end; nobody is answered twice.
    expect([reply, applied]).toEqual([
      most === 1 && !['applied'].includes(point) ? 'succeeded' : 'unknown',
      most,
    ])
  })
})

describe.each<ProviderHabit>(['keeps keys', 'keeps none'])('a provider that %s', (habit) => {
  const runs = new KillRuns(habit)
  beforeAll(() => runs.start())
  afterAll(() => runs.close())

  // The points that differ in what is known afterwards; `npm run bench -- kill` takes every one many times.
  const points: readonly DeathPoint[] =
    habit === 'keeps none' ? ['intent-committed', 'applied', 'record-committed'] : ['applied']

  it.each(points)('and a server that dies at %s', { timeout: 120_000 }, async (point) => {
    const { reply, applied } = await runs.run(point)
    if (habit === 'keeps keys') expect([reply, applied]).toEqual(['succeeded', 1])
    else if (reply === 'succeeded') expect(applied).toBe(1)
    else expect(applied).toBe(untouched.has(point) ? 0 : 1)
  })
})
