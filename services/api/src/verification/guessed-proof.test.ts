import { type LocalProvider, startProvider } from '@bindery/connection/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { idOf, must } from '../testing/clinic-server.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/* A provider that judges the proof itself: what is guessed is a parameter of the verifier. */

let provider: LocalProvider
let server: TestServer
beforeAll(async () => {
  provider = await startProvider((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://provider')
    const matches = searchParams.get('last_four') === '0007'
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ matches, login: searchParams.get('login') }))
  })
  server = await startTestServer()
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

async function agentWith(settings: object) {
  const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: `a${agents++}` } })))
  const check = {
    name: `Check card ${agents}`,
    description: 'Says whether the last four digits are right.',
    method: 'GET',
    path: '/check',
    queryTemplate: { login: '{{login}}', last_four: '{{last_four}}' },
    responseMapping: [
      { path: 'matches', leaf: 'matches' },
      { path: 'login', leaf: 'login' },
    ],
    environments: { production: { baseUrl: provider.origin } },
  }
  const verifierSkillId = idOf(await must(server.api('POST', `/agents/${agentId}/skills`, { body: check })))
  await must(
    server.api('PATCH', `/agents/${agentId}/skills/${verifierSkillId}`, { body: { isEnabled: true } }),
  )
  await must(server.api('POST', `/agents/${agentId}/publish`))
  const body = { method: 'account_pin', verifierSkillId, requiredFields: ['matches'], maxAttempts: 3 }
  const saved = await server.api('PUT', `/agents/${agentId}/caller-verification`, {
    body: { ...body, ...settings },
  })
  let calls = 0
  const verify = async (login: string, last_four: string, more: object = {}) => {
    const claims = { login, last_four, ...more }
    const conversationId = `c${(calls += 1)}`
    const answer = await server.api('POST', `/agents/${agentId}/verifications`, {
      body: { method: 'account_pin', claims, conversationId },
    })
    return answer.body['code'] ?? answer.status
  }
  return { saved, verify }
}
let agents = 0

const refused = 'identity_not_verified'
const locked = 'verification_locked'

test.each([
  ['nobody said which claim names the person', {}, {}],
  ['the login names the person', { identifiedBy: ['login'] }, {}],
  ['with what the provider is to say among the claims', {}, { matches: true }],
  ['where an echo of the claim is compared', { requiredFields: ['matches', 'login'] }, { matches: 'true' }],
])('guesses lock the person, each in a conversation of its own: %s', async (_, settings, more) => {
  const { verify } = await agentWith(settings)
  const codes = []
  for (const guess of ['0001', '0002', '0003', '0004', '0007']) codes.push(await verify('ada', guess, more))
  expect(codes).toEqual([refused, refused, refused, locked, locked])
  expect(await verify('bo', '0007', more)).toBe(200)
})

test('one proof is not tried on many people, unless somebody said that people may share it', async () => {
  const people = ['p1', 'p2', 'p3', 'p4']
  const tried = async (settings: object) => {
    const { verify } = await agentWith(settings)
    const codes = []
    for (const person of people) codes.push(await verify(person, '1111'))
    return codes
  }
  expect(await tried({})).toEqual([refused, refused, refused, locked])
  expect(await tried({ identifiedBy: ['login'] })).toEqual([refused, refused, refused, refused])
})

test('a parameter that the verifier does not have names nobody', async () => {
  const { saved } = await agentWith({ identifiedBy: ['account'] })
  expect([saved.status, saved.body['code']]).toEqual([400, 'validation_error'])
  expect(String(saved.body['message'])).toContain('takes no "account"')
})
