import { Guardrail } from '@bindery/model'
import { expect, test } from 'vitest'
import { guardOutput } from './guard-output.ts'
import { runnableOf, sampleSkill } from './testing/sample-run.ts'

const output = { name: 'Ada', phone: '+31', tickets: [{ id: 1, note: 'x' }] }

test.each([
  [['name', 'tickets'], { name: 'Ada', tickets: [{ id: 1, note: 'x' }] }, 1],
  [['tickets.id'], { tickets: [{ id: 1 }] }, 2],
  [[], {}, 3],
  [['name', 'phone', 'tickets'], output, 0],
])('of a list of allowed fields %j nothing else is disclosed', (fields, expected, withheld) => {
  const guardrails = [Guardrail.parse({ policyType: 'allowed_fields', config: { fields } })]
  const guarded = guardOutput(runnableOf(sampleSkill(), { guardrails }), { output, warnings: [] })
  expect([guarded.output, guarded.warnings.length]).toEqual([expected, withheld])
})

test('without guardrails an output passes as it is', () => {
  const projected = { output, warnings: ['w'] }
  expect(guardOutput(runnableOf(sampleSkill()), projected)).toEqual(projected)
})
