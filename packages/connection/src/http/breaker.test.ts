import { PlatformError } from '@bindery/model'
import { expect, test } from 'vitest'
import { gate } from '../testing/gate.ts'
import { Breaker } from './breaker.ts'

const lost = new PlatformError('upstream_unreachable', 'lost', { reason: 'connection_lost' })
const refused = new PlatformError('egress_blocked', 'no')

/** A breaker on a clock that is set, called with what the provider does: a status, or an error. */
function makeWorld() {
  const clock = { nowMs: 0 }
  const breaker = new Breaker(() => clock.nowMs)
  let calls = 0
  const call = (outcome: number | Error): Promise<string> =>
    breaker
      .run(
        async () => {
          calls += 1
          if (typeof outcome !== 'number') throw outcome
          return outcome
        },
        (status) => status === 503,
      )
      .then(String, (error: unknown) =>
        error instanceof PlatformError ? (error.details.reason ?? error.code) : 'other',
      )
  return { clock, call, calls: () => calls }
}

async function callAll(
  call: (outcome: number | Error) => Promise<string>,
  outcomes: readonly (number | Error)[],
) {
  const seen: string[] = []
  for (const outcome of outcomes) seen.push(await call(outcome))
  return seen
}

test.each([
  ['lost connections', [lost, lost, lost, lost, lost]],
  ['answers of a gateway', [503, 503, 503, 503, 503]],
])('opens after five %s in a row, and then calls nobody', async (_, outcomes) => {
  const { call, calls } = makeWorld()
  await callAll(call, outcomes)
  expect([await call(200), calls()]).toEqual(['breaker_open', 5])
})

test.each([
  ['one success between them', [lost, lost, lost, lost, 200, lost]],
  ['refusals of our own', [refused, refused, refused, refused, refused, refused]],
  ['errors of the provider itself', [500, 404, 422, 500, 500, 500]],
])('stays closed with %s', async (_, outcomes) => {
  const { call } = makeWorld()
  await callAll(call, outcomes)
  expect(await call(200)).toBe('200')
})

test('lets one probe through after a while, which closes it', async () => {
  const { call, calls, clock } = makeWorld()
  await callAll(call, [lost, lost, lost, lost, lost])
  clock.nowMs = 5_000
  expect(await Promise.all([call(200), call(200), call(200)])).toEqual([
    '200',
    'breaker_open',
    'breaker_open',
  ])
  expect([await call(200), calls()]).toEqual(['200', 7])
})

test('stays open twice as long after each probe that fails, up to two minutes', async () => {
  const { call, calls, clock } = makeWorld()
  await callAll(call, [lost, lost, lost, lost, lost])
  const gaps: number[] = []
  for (let probes = 0; probes < 8; probes++) {
    const beganMs = clock.nowMs
    const before = calls()
    while (calls() === before) {
      clock.nowMs += 1_000
      await call(lost)
    }
    gaps.push(clock.nowMs - beganMs)
  }
  expect(gaps).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000, 120_000])
})

test.each<[string, Error]>([
  ['fails', lost],
  ['is refused by ourselves', refused],
])('a call from before that %s meanwhile is not the end of the probe', async (_, outcome) => {
  const clock = { nowMs: 0 }
  const breaker = new Breaker(() => clock.nowMs)
  const run = (work: () => Promise<unknown>) =>
    breaker
      .run(work, () => false)
      .then(
        () => 'ran',
        (error: unknown) => (error instanceof PlatformError ? error.details.reason : 'other'),
      )
  const [old, probe] = [gate(), gate()]
  const before = run(() => old.opened.then(() => Promise.reject(outcome)))
  for (let n = 0; n < 5; n++) await run(() => Promise.reject(lost))
  clock.nowMs = 5_000
  const probing = run(() => probe.opened)
  old.open()
  await before
  clock.nowMs = 12_000
  expect(await run(() => Promise.resolve())).toBe('breaker_open')
  probe.open()
  expect([await probing, await run(() => Promise.resolve())]).toEqual(['ran', 'ran'])
})

test('says how long it stays open, a second at least, and that nothing was sent', async () => {
  const clock = { nowMs: 0 }
  const breaker = new Breaker(() => clock.nowMs)
  const run = (error: Error) =>
    breaker
      .run(
        () => Promise.reject(error),
        () => false,
      )
      .catch((thrown: unknown) => thrown)
  for (let n = 0; n < 5; n++) await run(lost)
  clock.nowMs = 1_000
  const early = await run(lost)
  clock.nowMs = 4_900
  const details = { reason: 'breaker_open', sent: 'no' }
  expect(early).toMatchObject({ code: 'upstream_unreachable', details: { ...details, retryAfterMs: 4_000 } })
  expect(await run(lost)).toMatchObject({ details: { ...details, retryAfterMs: 1_000 } })
})

test.each([
  ['a timeout', new PlatformError('upstream_timeout', 'late'), true],
  ['an error of a library', new Error('x'), false],
])('%s counts as one of its outages, or does not', async (_, error, isOutage) => {
  const { call } = makeWorld()
  await callAll(
    call,
    Array.from({ length: 5 }, () => error),
  )
  expect(await call(200)).toBe(isOutage ? 'breaker_open' : '200')
})
