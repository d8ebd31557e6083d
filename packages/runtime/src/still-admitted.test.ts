import { openScoping } from '@bindery/model'
import { expect, test } from 'vitest'
import type { RunnableSkill } from './ports.ts'
import { runSample, verdictOf } from './testing/run-sample.ts'
import { sampleSkill, sampleWorld } from './testing/sample-run.ts'

const reading = { rows: [{ kind: 'field', name: 'items' }], present: [], pages: 3 } as const
const skill = sampleSkill({ reading })

/** A run whose provider asks for the next page once something of the skill has changed. */
function run(change: Partial<RunnableSkill>) {
  const world = sampleWorld(
    async (call) => {
      await call.pages?.admit?.()
      return { subject: 'Brake squeaks', items: [] }
    },
    { standing: (runnable) => Promise.resolve({ ...runnable, ...change }) },
  )
  return runSample(skill, { world }).then(verdictOf)
}

test.each<[string, Partial<RunnableSkill>]>([
  ['skill_disabled', { isEnabled: false }],
  ['no_published_version', { isPublished: false }],
  ['skill_stale', { stale: 'Its operation is gone.' }],
  [
    'skill_stale',
    {
      scoping: { ...openScoping, blockedObjects: ['Ticket'] },
      skill: sampleSkill({ reading, uses: { objects: ['Ticket'], fields: [] } }),
    },
  ],
])('a further page is not read once it is %s', async (code, change) => {
  expect(await run(change)).toBe(code)
})

test('a further page is read while nothing was taken back', async () => {
  expect(await run({})).toBe('succeeded')
})
