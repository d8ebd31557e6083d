import { scalarType } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample } from '../testing/run-sample.ts'
import { sampleSkill, sampleWorld } from '../testing/sample-run.ts'

const parameters = [
  { name: 'ticket_id', type: scalarType('string'), nullable: false, required: true },
  { name: 'customer_email', type: scalarType('email'), nullable: false, required: true },
  { name: 'limit', type: scalarType('integer'), nullable: false, required: false, default: 5 },
]

test('reports every problem at once, each with its path, and sends nothing', async () => {
  const world = sampleWorld()
  const params = { ticket_id: 7, custmer_email: 'x@y.z', limit: '5' }
  const result = await runSample(sampleSkill({ parameters }), { world, call: { params } })
  expect(world.sent).toEqual([])
  expect(result.status === 'failed' && result.error).toMatchObject({
    code: 'validation_error',
    details: {
      issues: [
        { code: 'param_unknown', path: ['params', 'custmer_email'], suggestions: ['customer_email'] },
        { code: 'param_type', path: ['params', 'ticket_id'] },
        { code: 'param_required', path: ['params', 'customer_email'] },
        { code: 'param_type', path: ['params', 'limit'] },
      ],
    },
  })
})

test('one problem is the message', async () => {
  const result = await runSample(sampleSkill(), { call: { params: {} } })
  expect(result.status === 'failed' && result.error.message).toBe('"ticket_id" is required.')
})
