import { isExecutionId, type SkillResult } from '@bindery/model'
import { expect, it } from 'vitest'
import { toToolResult } from './tool-result.ts'

const executionId: string = '0199d3c4-8f6e-7a1b-9c2d-3e4f5a6b7c8d'
if (!isExecutionId(executionId)) throw new TypeError('Not a UUID.')
const nothing: SkillResult = {
  status: 'not_found',
  executionId,
  durationMs: 12,
  isReplay: false,
}
const saidOf = (result: SkillResult) => toToolResult(result)._meta?.['bindery/result']

it('claims that nothing was read of one operation alone, not where steps before found something', () => {
  expect(saidOf(nothing)).toMatchObject({ message: expect.stringContaining('nothing was read') })
  expect(saidOf({ ...nothing, at: { step: 'tickets', count: 0 } })).toMatchObject({
    step: 'tickets',
    message: 'One of its steps found nothing, so nothing behind it was asked and nothing was changed.',
  })
})
