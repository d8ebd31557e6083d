import type { PageNote, PlannedCall } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { describePageNote } from './page-warnings.ts'
import { runSample } from './testing/run-sample.ts'
import { sampleSkill, sampleWorld } from './testing/sample-run.ts'

test.each<[PageNote, string]>([
  [{ kind: 'rows_repeated', rows: 1 }, 'rows_repeated: 1 row came on more than one page and is taken once.'],
  [
    { kind: 'rows_repeated', rows: 3 },
    'rows_repeated: 3 rows came on more than one page and are taken once.',
  ],
  [
    { kind: 'page_repeated', page: 2 },
    'page_repeated: Page 2 holds what an earlier page held; it is left out and no further one was read.',
  ],
  [
    { kind: 'cursor_repeated', page: 3 },
    'cursor_repeated: Page 3 leads back to a page that was read; no further one was read.',
  ],
  [
    { kind: 'next_page_elsewhere', page: 1 },
    'next_page_elsewhere: Page 1 names a next one outside of the address of the connection; nothing was sent there.',
  ],
  [
    { kind: 'next_page_unusable', page: 1 },
    'next_page_unusable: Page 1 names a next one in a form that the operation cannot be asked for.',
  ],
])('%o is told', (note, told) => {
  expect(describePageNote(note)).toBe(told)
})

describe('pages of a run', () => {
  const policy = { ...sampleSkill().policy, rateLimitPerMinute: 3 }
  const skill = sampleSkill({ reading: { rows: [], present: [], pages: 10 }, policy })

  /** Asks for pages until nobody lets it. */
  const greedy = async (call: PlannedCall) => {
    for (let page = 1; page < (call.pages?.most ?? 1); page++) await call.pages?.admit?.()
    return { subject: 'x' }
  }

  test('each of them counts as a call, and one too many ends the run', async () => {
    const result = await runSample(skill, { world: sampleWorld(greedy) })
    expect(result.status === 'failed' && result.error).toMatchObject({ code: 'action_rate_limited' })
  })

  test('as many as the limit allows are read, and no call is left then', async () => {
    const world = sampleWorld(greedy)
    const three = sampleSkill({ policy, reading: { rows: [], present: [], pages: 3 } })
    expect(await runSample(three, { world })).toMatchObject({ status: 'succeeded' })
    expect(await runSample(three, { world })).toMatchObject({ error: { code: 'action_rate_limited' } })
    expect(world.sent).toHaveLength(1)
  })

  test('a skill without them asks for none', async () => {
    const calls: PlannedCall[] = []
    const world = sampleWorld((call) => {
      calls.push(call)
      return greedy(call)
    })
    await runSample(sampleSkill({ policy }), { world })
    expect(calls.map(({ pages }) => pages)).toEqual([undefined])
  })
})
