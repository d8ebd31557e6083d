import { expect, test } from 'vitest'
import { ids, otherIds } from './testing/sample-run.ts'
import { callHash, earlierKeys, isHashOf, keptHash, keyHash } from './call-hash.ts'

const call = {
  agentId: ids.agent,
  skillId: ids.skill,
  skillHash: 'sha256:skill',
  params: { a: 1, b: 'x' },
  environment: 'production',
} as const

test('is the same for the same call, whatever order its members came in', () => {
  expect(callHash({ ...call, params: { b: 'x', a: 1 } })).toBe(callHash(call))
  expect(callHash({ ...call, told: {} })).toBe(callHash(call))
})

test.each([
  ['agent', { ...call, agentId: otherIds.agent }],
  ['skill of the same bytes', { ...call, skillId: otherIds.skill }],
  ['skill', { ...call, skillHash: 'sha256:other' }],
  ['arguments', { ...call, params: { a: 2, b: 'x' } }],
  ['environment', { ...call, environment: 'staging' as const }],
  ['conversation', { ...call, told: { conversation: 'c-1' } }],
  ['what the caller told', { ...call, told: { 'context.amount': '5' } }],
])('is another one for another %s', (_, other) => {
  expect(callHash(other)).not.toBe(callHash(call))
  expect(isHashOf(callHash(call), other)).toBe(false)
})

test('what versions before kept is known again, and only by what they hashed', () => {
  const kept = 'sha256:53a3d4d0d5e4a6d0'
  const [, second = '', before = ''] = earlierKeys({ ...call, told: { conversation: 'c-1' } })
  expect(second).toMatch(/^v2:sha256:[0-9a-f]{64}$/)
  expect(isHashOf(second, call)).toBe(true)
  expect(isHashOf(second, { ...call, told: { 'context.amount': '5' } })).toBe(false)
  expect(before).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(isHashOf(before, { ...call, told: { 'context.amount': '5' } })).toBe(true)
  expect(isHashOf(before, { ...call, params: {} })).toBe(false)
  expect(isHashOf(kept, call)).toBe(false)
})

test('a key stands for the call and not for the version of its skill, which is kept beside it', () => {
  const published = { ...call, skillHash: 'sha256:other' }
  expect(keyHash(published)).toBe(keyHash(call))
  expect(keptHash(call)).toBe(`${keyHash(call)}sha256:skill`)
  expect(keptHash(published)).not.toBe(keptHash(call))
  expect(earlierKeys(call)).toContain(callHash(call))
})

test.each([
  ['agent', { ...call, agentId: otherIds.agent }],
  ['skill of the same bytes', { ...call, skillId: otherIds.skill }],
  ['arguments', { ...call, params: { a: 2, b: 'x' } }],
  ['environment', { ...call, environment: 'staging' as const }],
  ['conversation', { ...call, told: { conversation: 'c-1' } }],
])('a key stands for another call for another %s', (_, other) => {
  expect(keyHash(other)).not.toBe(keyHash(call))
})
