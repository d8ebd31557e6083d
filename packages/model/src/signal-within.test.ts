import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { signalWithin } from './signal-within.ts'

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('There is no collector to call.')
  for (let round = 0; round < 3; round += 1) Reflect.apply(collect, undefined, [])
}

test('ends in time, also when memory was collected meanwhile', async () => {
  const ended = once(signalWithin(new AbortController().signal, 50), 'abort')
  collectGarbage()
  await ended
})

test('ends with the signal before it, also when memory was collected meanwhile', async () => {
  const caller = new AbortController()
  const ended = once(signalWithin(signalWithin(caller.signal, 60_000), 60_000), 'abort')
  collectGarbage()
  caller.abort()
  await ended
})

test('says why it ended', async () => {
  const caller = new AbortController()
  const [late, given] = [signalWithin(caller.signal, 1), signalWithin(caller.signal, 60_000)]
  await once(late, 'abort')
  caller.abort('gone')
  expect([late.reason, given.reason]).toEqual([expect.objectContaining({ name: 'TimeoutError' }), 'gone'])
})

test('has ended when the signal before it has', () => {
  expect(signalWithin(AbortSignal.abort('gone'), 60_000)).toMatchObject({ aborted: true, reason: 'gone' })
})
