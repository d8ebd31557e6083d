/** Runs work for every item, at most `most` at a time, and gives the results in order. The first failure ends it. */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>()
  const waiting = items.entries()
  let isOver = false
  const take = async (): Promise<void> => {
    for (const [at, item] of waiting) {
      if (isOver) return
      results.set(at, await work(item))
    }
  }
  const workers = Array.from({ length: Math.min(most, items.length) }, take)
  await Promise.all(workers).catch((error: unknown) => {
    isOver = true
    throw error
  })
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result)
}
