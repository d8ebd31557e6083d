import { expect, test } from 'vitest'
import { patiently } from './patiently.ts'
import { ProblemError } from './problem-error.ts'

const problem = (retryable: boolean) =>
  new ProblemError({
    type: 'about:blank',
    title: 'Busy',
    status: 429,
    detail: 'Busy.',
    code: 'rate_limited',
    instance: '/',
    request_id: '1',
    retryable,
  })

/** Fails with each of `failures`, then answers; tells how long it waited. */
async function tryWith(failures: readonly Error[], withinMs = 30_000) {
  const waits: number[] = []
  const left = [...failures]
  let clock = 0
  const sleep = async (ms: number): Promise<void> => {
    waits.push(ms)
    clock += ms
  }
  const ask = async (): Promise<string> => {
    const failure = left.shift()
    if (failure !== undefined) throw failure
    return 'done'
  }
  const ended = await patiently(ask, { tries: 4, withinMs, sleep, now: () => clock }).catch(
    (error: unknown) => error,
  )
  return { ended, waits }
}

test('a failure that may pass is asked again, after waits that double', async () => {
  const failures = [problem(true), new TypeError('fetch failed'), problem(true)]
  expect(await tryWith(failures)).toEqual({ ended: 'done', waits: [250, 500, 1000] })
})

test.each([
  ['the fourth failure', [problem(true), problem(true), problem(true), problem(true)], 3],
  ['a failure that will not pass', [problem(false)], 0],
  ['a mistake of ours', [new Error('no')], 0],
])('%s is thrown', async (_, failures, waited) => {
  const { ended, waits } = await tryWith(failures)
  expect(ended).toBe(failures.at(-1))
  expect(waits).toHaveLength(waited)
})

test('none is begun after the time', async () => {
  expect((await tryWith([problem(true), problem(true)], 600)).waits).toEqual([250])
})
