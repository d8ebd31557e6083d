import type { HttpRequest, HttpResponse } from '@bindery/model'
import { PlatformError } from '@bindery/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectionTarget } from './connection-target.ts'
import { openConnection } from './open-connection.ts'
import { startHostileProvider } from './testing/hostile-provider.ts'
import { localTarget, readOf } from './testing/local-provider.ts'

let target: ConnectionTarget
let provider: Awaited<ReturnType<typeof startHostileProvider>>
beforeAll(async () => {
  provider = await startHostileProvider()
  target = localTarget(provider.origin, { credential: { access_token: 'cnry_token' } })
})
afterAll(async () => {
  await target.egress.close()
  provider.stop()
})

const deadlineMs = 900

async function call(change: Partial<HttpRequest>): Promise<HttpResponse | PlatformError> {
  const started = performance.now()
  const outcome = await openConnection(target)
    .fetch(readOf(change), AbortSignal.timeout(deadlineMs))
    .catch((error: unknown) => error)
  expect(performance.now() - started).toBeLessThan(deadlineMs + 250)
  if (outcome instanceof PlatformError) return outcome
  if (typeof outcome === 'object' && outcome !== null && 'status' in outcome && 'body' in outcome)
    return toResponse(outcome)
  throw new TypeError('A fetch may only fail with a PlatformError.', { cause: outcome })
}

function toResponse(outcome: object): HttpResponse {
  if (isResponse(outcome)) return outcome
  throw new TypeError('Not a response.')
}

const isResponse = (value: object): value is HttpResponse => 'headers' in value

test.each([
  ['o1 gzip bomb', '/o1', 'upstream_invalid_response', 'response_too_large'],
  ['o2 endless body', '/o2', 'upstream_invalid_response', 'response_too_large'],
  ['o3 drip feed', '/o3', 'upstream_timeout', 'deadline'],
  ['o4 never answers', '/o4', 'upstream_timeout', 'deadline'],
  ['o5 ends early', '/o5', 'upstream_invalid_response', 'truncated'],
  ['o6 twenty encodings', '/o6', 'upstream_invalid_response', 'too_many_encodings'],
  ['o10 redirect to metadata', '/o10', 'upstream_error', 'redirect'],
])('%s ends as a typed error', async (...[, path, code, reason]) => {
  const outcome = await call({ path })
  expect(outcome).toBeInstanceOf(PlatformError)
  if (outcome instanceof PlatformError) {
    expect({ code: outcome.code, reason: outcome.details.reason, sent: outcome.details.sent }).toEqual({
      code,
      reason,
      sent: 'maybe',
    })
    expect(outcome.message).not.toMatch(/cnry|169\.254/)
  }
})

test('a gzip bomb costs less than 64 MB', async () => {
  const before = process.memoryUsage().rss
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 5)
  await call({ path: '/o1' })
  clearInterval(watch)
  expect(Math.max(peak, process.memoryUsage().rss) - before).toBeLessThan(64 * 1024 * 1024)
})

test.each([
  ['o7', 200],
  ['o8', 200],
  ['o9', 200],
  ['o11', 429],
  ['o12', 500],
])('%s is handed to the executor as it came, within the cap', async (id, status) => {
  const answer = await call({ path: `/${id}` })
  expect(answer).toMatchObject({ status })
})

test('o5 as a write may have happened', async () => {
  const outcome = await call({ path: '/o5', method: 'POST', effect: 'create' })
  expect(outcome).toMatchObject({
    code: 'upstream_invalid_response',
    details: { sent: 'maybe', reason: 'truncated' },
  })
})
