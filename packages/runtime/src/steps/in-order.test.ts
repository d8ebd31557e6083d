import { expect, test } from 'vitest'
import { inOrder } from './in-order.ts'

test('nothing goes on behind a failure, and nothing more is begun', async () => {
  const ended: number[] = []
  const open: (() => void)[] = []
  const running = inOrder([0, 1, 2, 3], { most: 2 }, (item) =>
    item === 0
      ? Promise.reject(new Error('first'))
      : new Promise<void>((resolve) => {
          open.push(() => {
            ended.push(item)
            resolve()
          })
        }),
  )
  const failed = running.catch((error: unknown) => (error instanceof Error ? error.message : 'other'))
  await Promise.resolve()
  for (const finish of open) finish()
  expect([await failed, ended]).toEqual(['first', [1]])
})

/** Work that only so many may do at once; whoever comes too many is refused. */
function crowded(room: number) {
  let inside = 0
  let refused = 0
  const work = async (item: number): Promise<string> => {
    if (inside >= room) {
      refused += 1
      throw new Error('too many')
    }
    inside += 1
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    inside -= 1
    return `done ${item}`
  }
  return { work, refused: () => refused }
}

test.each([1, 2, 3])(
  'all is done where only %i may go on at once, in fewer lanes, and in order',
  async (room) => {
    const items = Array.from({ length: 20 }, (_, at) => at)
    const { work, refused } = crowded(room)
    const again = async (_: unknown, tries: number) => {
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
      return tries < 20
    }
    expect(await inOrder(items, { most: 4, again }, work)).toEqual(items.map((item) => `done ${item}`))
    // Halved at each refusal, so that what is refused soon ends.
    expect(refused()).toBeLessThan(12)
  },
)

test('what may not be made again ends it, with its own failure', async () => {
  const { work } = crowded(0)
  const tried: number[] = []
  const again = (_: unknown, tries: number) => {
    tried.push(tries)
    return Promise.resolve(tries < 3)
  }
  await expect(inOrder([1], { most: 4, again }, work)).rejects.toThrow('too many')
  expect(tried).toEqual([1, 2, 3])
})
