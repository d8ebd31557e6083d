import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { everyRoute } from '../describe-every-route.ts'
import { remedyRoutes, withRemedyAddress } from './remedy-address.ts'

const routes = new Set(everyRoute().map(({ method, path }) => `${method} ${path}`))

test.each(Object.entries(remedyRoutes))('%s is asked for by a route that is there: %s', (_, route) => {
  expect(routes).toContain(route)
})

const problem = {
  type: '/docs/errors/x',
  title: 'x',
  status: 409,
  detail: 'x',
  instance: '/x',
  code: 'x',
  request_id: 'r',
  message: 'x',
  error: 'x',
  statusCode: 409,
  next: 'Act.',
}

test('a problem names the request, and no name of a provider writes one', () => {
  const remedy = { does: 'connect_integration', of: { kind: 'a/../b?c' } }
  const request = 'POST /api/v1/integrations/a%2F..%2Fb%3Fc/connect'
  expect(withRemedyAddress({ ...problem, remedy })).toMatchObject({
    remedy: { ...remedy, request },
    next: `Act. What may help: ${request}.`,
  })
})

test.each([{ does: 'toString', of: {} }, undefined])('of %j nothing is said', (remedy) => {
  const given = { ...problem, ...(remedy === undefined ? {} : { remedy }) }
  expect(withRemedyAddress(given)).toEqual(given)
})

test('no message of the platform knows an address of this face', () => {
  const root = new URL('../../../../packages/platform/src', import.meta.url).pathname
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  const naming = files.filter((name) => readFileSync(join(root, name), 'utf8').includes('/api/v1'))
  // Where a provider sends a person back to is the address of this server, and no message.
  expect(naming).toEqual(['credentials/begin-flow.ts'])
})
