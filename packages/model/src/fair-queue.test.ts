import { expect, test, vi } from 'vitest'
import { FairQueue } from './fair-queue.ts'

const refusal = () => new Error('too much')

/** Work that ends when it is told to, and the order in which it began. */
function world(limits: Partial<ConstructorParameters<typeof FairQueue>[0]> = {}) {
  const queue = new FairQueue({ places: 1, waiting: 100, waitMs: 1_000, ...limits }, refusal)
  const begun: string[] = []
  const ends: (() => void)[] = []
  const ask = (share: string): Promise<string> =>
    queue
      .run(share, () => {
        begun.push(share)
        return new Promise<string>((resolve) => {
          ends.push(() => resolve('done'))
        })
      })
      .catch((error: unknown) => String(error))
  const endAll = async (): Promise<void> => {
    await new Promise(setImmediate)
    for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
      end()
      await new Promise(setImmediate)
    }
  }
  return { ask, begun, endAll }
}

test('shares take turns, however many wait in one', async () => {
  const { ask, begun, endAll } = world()
  const all = [...Array.from({ length: 5 }, () => ask('noisy')), ask('quiet'), ask('other'), ask('quiet')]
  await endAll()
  await Promise.all(all)
  expect(begun).toEqual(['noisy', 'noisy', 'quiet', 'other', 'noisy', 'quiet', 'noisy', 'noisy'])
})

test('one share leaves places for others, and has as many as it may', async () => {
  const { ask, begun, endAll } = world({ places: 3, mostOfOne: 2 })
  const all = Array.from({ length: 4 }, () => ask('noisy'))
  await new Promise(setImmediate)
  expect(begun).toEqual(['noisy', 'noisy'])
  all.push(ask('quiet'))
  await new Promise(setImmediate)
  expect(begun).toEqual(['noisy', 'noisy', 'quiet'])
  await endAll()
  expect(await Promise.all(all)).toEqual(Array.from({ length: 5 }, () => 'done'))
})

test('refuses those who are too many in their share, and nobody of another', async () => {
  const { ask, endAll } = world({ waiting: 1 })
  const all = [ask('noisy'), ask('noisy'), ask('noisy'), ask('quiet')]
  await new Promise(setImmediate)
  await endAll()
  expect(await Promise.all(all)).toEqual(['done', 'done', 'Error: too much', 'done'])
})

test('refuses whoever waited too long, and forgets them', async () => {
  vi.useFakeTimers()
  try {
    const queue = new FairQueue({ places: 1, waiting: 5, waitMs: 100 }, refusal)
    let end: () => void = () => undefined
    const first = queue.run(
      'a',
      () =>
        new Promise<void>((resolve) => {
          end = resolve
        }),
    )
    const late = queue.run('a', () => Promise.resolve()).catch((error: unknown) => String(error))
    await vi.advanceTimersByTimeAsync(100)
    expect(await late).toBe('Error: too much')
    end()
    await first
    expect(await queue.run('a', () => Promise.resolve('free'))).toBe('free')
  } finally {
    vi.useRealTimers()
  }
})

test('a place that work failed in is given back', async () => {
  const queue = new FairQueue({ places: 1, waiting: 1, waitMs: 100 }, refusal)
  await expect(queue.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await queue.run('b', () => Promise.resolve('free'))).toBe('free')
})
