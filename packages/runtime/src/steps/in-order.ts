/**
 * Runs work for every item, at most `most` at a time, and gives the results in order. The first failure ends it: nothing more
 * is begun, and it is thrown when all that was begun has ended, so that nothing goes on behind it.
 */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>()
  const failures: unknown[] = []
  const waiting = items.entries()
  const take = async (): Promise<void> => {
    for (const [at, item] of waiting) {
      if (failures.length > 0) return
      try {
        results.set(at, await work(item))
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, take))
  if (failures.length > 0) throw failures[0]
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result)
}
