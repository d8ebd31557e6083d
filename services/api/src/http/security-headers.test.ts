import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import { securityHeaders } from './security-headers.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

test.each([
  ['an answer', '/health'],
  ['a refusal', '/api/v1/agents'],
  ['what there is not', '/nothing'],
  ['the page of the console', '/'],
])('%s carries all of them', async (_, path) => {
  const { headers } = await fetch(server.address + path)
  const given = securityHeaders(undefined).map(([name]) => [name, headers.get(name)])
  expect(given).toEqual(securityHeaders(undefined))
  expect(headers.get('strict-transport-security')).toBeNull()
})

it('tells browsers to come back over https alone where they came over it', () => {
  const names = (url: string) => securityHeaders(url).map(([name]) => name)
  expect(names('https://bindery.example.com')).toContain('strict-transport-security')
  expect(names('http://bindery.example.com')).not.toContain('strict-transport-security')
})
