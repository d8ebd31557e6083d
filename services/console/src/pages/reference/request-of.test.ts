import { expect, test } from 'vitest'
import { missingOf, type ReferenceOperation, requestOf, shortPath } from './request-of.ts'

const argument = (name: string, place: string, required: boolean) => ({
  name,
  place,
  required,
  type: 'string',
  jsonType: 'string',
  references: [],
  nullable: false,
  sensitivityClass: 'none' as const,
})
const read: ReferenceOperation = {
  name: 'get_agents_agentId_skills',
  method: 'GET',
  path: '/api/v1/agents/{agentId}/skills',
  isWrite: false,
  effect: 'read',
  effectOrigin: 'declared',
  effectEvidence: [],
  groups: [],
  arguments: [argument('limit', 'query', false), argument('agentId', 'path', true)],
  returns: null,
  availability: { status: 'bindable', reasons: [] },
  security: [],
  source: '#',
  scope: 'skills:read',
  environment: 'none',
  errors: [],
  reveals: 'nothing',
}
const origin = 'http://127.0.0.1:4400'

test.each([
  [
    'what is typed, encoded',
    { 'path agentId': 'a/b?', 'query limit': '5 & 6' },
    '/api/v1/agents/a%2Fb%3F/skills?limit=5+%26+6',
  ],
  ['nothing typed as a hole', {}, '/api/v1/agents/%7BagentId%7D/skills'],
  [
    'no other origin, whatever is typed',
    { 'path agentId': '//evil.example' },
    '/api/v1/agents/%2F%2Fevil.example/skills',
  ],
  ['no way up', { 'path agentId': '..' }, '/api/v1/agents/%7BagentId%7D/skills'],
])('an address holds %s', (_, typed, expected) => {
  const { url } = requestOf(read, new Map(Object.entries(typed)), origin)
  expect(url).toBe(origin + expected)
})

test('what is required and not typed is named', () => {
  expect(missingOf(read, new Map())).toEqual(['agentId'])
  expect(missingOf(read, new Map([['path agentId', '1']]))).toEqual([])
})

test('a write carries its example', async () => {
  const write = { ...read, method: 'POST', isWrite: true, example: { name: 'Ada' } }
  const request = requestOf(write, new Map(), origin)
  expect([request.method, await request.json()]).toEqual(['POST', { name: 'Ada' }])
})

test('the beginning that all addresses share is left out', () => {
  expect(shortPath(read.path)).toBe('/agents/{agentId}/skills')
})
