/** How many items are worked at side by side, and what becomes of one that failed. */
export interface Pace {
  readonly most: number
  /**
   * Whether an item that failed so for the `tries`-th time is worked at again, after whatever wait it takes. From then on
   * half as many go on side by side. Absent: none is.
   */
  readonly again?: (error: unknown, tries: number) => Promise<boolean>
}

interface Waiting<Item> {
  readonly at: number
  readonly item: Item
  readonly tries: number
}

/**
 * Runs work for every item and gives the results in order. The first failure ends it: nothing more is begun, and it is thrown
 * when all that was begun has ended, so that nothing goes on behind it.
 */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  { most, again }: Pace,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>()
  const failures: unknown[] = []
  const waiting: Waiting<Item>[] = items.map((item, at) => ({ at, item, tries: 1 }))
  let width = Math.min(most, items.length)
  let lanes = width
  const attempt = async (entry: Waiting<Item>): Promise<void> => {
    try {
      results.set(entry.at, await work(entry.item))
    } catch (error) {
      width = Math.max(1, Math.floor(width / 2))
      if (failures.length === 0 && (await again?.(error, entry.tries)) === true)
        waiting.unshift({ ...entry, tries: entry.tries + 1 })
      else failures.push(error)
    }
  }
  const lane = async (): Promise<void> => {
    while (lanes <= width && failures.length === 0) {
      const entry = waiting.shift()
      if (entry === undefined) break
      await attempt(entry)
    }
    lanes -= 1
  }
  await Promise.all(Array.from({ length: width }, lane))
  if (failures.length > 0) throw failures[0]
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result)
}
