import { Guardrail } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld } from '../testing/sample-run.ts'

const policy = (appliesTo: string): Guardrail =>
  Guardrail.parse({ policyType: 'content_policy', config: { blockedTerms: ['Project Zeus'], appliesTo } })

test.each([
  ['project zeus', 'content_blocked'],
  ['about PROJECT  ZEUS, please', 'content_blocked'],
  ['pro\u200bject ze\u00adus', 'content_blocked'],
  ['ｐｒｏｊｅｃｔ ｚｅｕｓ', 'content_blocked'],
  ['project hera', 'succeeded'],
])('an input with %j: %s', async (text, verdict) => {
  const call = { params: { ticket_id: text } }
  const result = await runSample(sampleSkill(), { call, runnable: { guardrails: [policy('input')] } })
  expect(verdictOf(result)).toBe(verdict)
})

test('the refusal does not repeat the term', async () => {
  const call = { params: { ticket_id: 'Project Zeus' } }
  const result = await runSample(sampleSkill(), { call, runnable: { guardrails: [policy('both')] } })
  expect(JSON.stringify(result)).not.toContain('Zeus')
})

test('an output with a blocked term is withheld, and says so', async () => {
  const world = sampleWorld(() => Promise.resolve({ subject: 'All about Project Zeus' }))
  const result = await runSample(sampleSkill(), { world, runnable: { guardrails: [policy('output')] } })
  expect(result).toMatchObject({
    status: 'succeeded',
    output: {},
    warnings: ['content_withheld: "subject" holds a term that the content policy of this agent blocks.'],
  })
})
