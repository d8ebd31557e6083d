import { getEventListeners, once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { orEnded, within } from './within.ts'

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('There is no collector to call.')
  for (let round = 0; round < 3; round += 1) Reflect.apply(collect, undefined, [])
}

/** Work that goes on until it is told to end, and says why it was. */
const untilTold = async (signal: AbortSignal): Promise<unknown> => {
  await once(signal, 'abort')
  return signal.reason
}

const listenersOf = ({ signal }: AbortController): number => getEventListeners(signal, 'abort').length

describe('work within a time', () => {
  test('ends in time, also when memory was collected meanwhile', async () => {
    const ended = within(new AbortController().signal, 50, untilTold)
    collectGarbage()
    expect(await ended).toMatchObject({ name: 'TimeoutError' })
  })

  test('ends with the signal before it, also when memory was collected meanwhile', async () => {
    const caller = new AbortController()
    const ended = within(caller.signal, 60_000, (signal) => within(signal, 60_000, untilTold))
    collectGarbage()
    caller.abort('gone')
    expect(await ended).toBe('gone')
  })

  test('is told at once when the signal before it has ended', async () => {
    const told = async (signal: AbortSignal): Promise<unknown> => [signal.aborted, signal.reason]
    expect(await within(AbortSignal.abort('gone'), 60_000, told)).toEqual([true, 'gone'])
  })

  test.each<[string, (signal: AbortSignal) => Promise<unknown>]>([
    ['succeeded', async () => 1],
    ['failed', () => Promise.reject(new Error('broken'))],
    [
      'failed at once',
      () => {
        throw new Error('broken')
      },
    ],
    ['was told to end', untilTold],
  ])('leaves no listener and no clock when it %s', async (_, work) => {
    const caller = new AbortController()
    const clocks = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = clocks()
    const ms = work === untilTold ? 1 : 60_000
    await within(caller.signal, ms, work).catch((error: unknown) => error)
    expect(listenersOf(caller)).toBe(0)
    // A clock of another test may have ended meanwhile.
    expect(clocks()).toBeLessThanOrEqual(before)
  })
})

describe('what is waited for until a signal ends', () => {
  test('is the outcome, or undefined when the signal ends first', async () => {
    const never = new Promise<number>(() => {})
    const caller = new AbortController()
    const waiting = orEnded(never, caller.signal)
    caller.abort()
    expect([await waiting, await orEnded(never, caller.signal)]).toEqual([undefined, undefined])
    await expect(orEnded(Promise.resolve(7), new AbortController().signal)).resolves.toBe(7)
    await expect(orEnded(Promise.reject(new Error('broken')), new AbortController().signal)).rejects.toThrow(
      'broken',
    )
  })

  test('leaves no listener', async () => {
    const caller = new AbortController()
    for (let turn = 0; turn < 20; turn += 1) await orEnded(Promise.resolve(turn), caller.signal)
    expect(listenersOf(caller)).toBe(0)
  })
})
