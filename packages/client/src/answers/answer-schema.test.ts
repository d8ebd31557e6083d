import { expect, test } from 'vitest'
import { answerSchema } from './answer-schema.ts'

test('the shape of an answer comes with what it refers to, and nothing else', () => {
  const { data, definitions } = answerSchema('GET /api/v1/agents')
  expect(data).toEqual({ type: 'array', items: { $ref: '#/$defs/Agent' } })
  expect(Object.keys(definitions)).toEqual(['Agent'])
})

test('what a definition refers to comes along, in a circle too', () => {
  const { definitions } = answerSchema('GET /api/v1/integrations/{kind}/objects/{object}')
  expect(Object.keys(definitions)).toContain('Field')
})
