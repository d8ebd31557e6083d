/**
 * Groups of files that reach each other, each with more than one file. By Tarjan's algorithm for strongly connected components
 * (SIAM Journal on Computing, 1972).
 */
export function findCircles(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []
  const visit = (file: string): number => {
    const number = order.size
    order.set(file, number)
    lowest.set(file, number)
    open.push(file)
    for (const target of imports.get(file) ?? []) {
      if (!imports.has(target)) continue
      const isNew = !order.has(target)
      if (!isNew && !open.includes(target)) continue
      const reached = isNew ? visit(target) : (order.get(target) ?? number)
      lowest.set(file, Math.min(lowest.get(file) ?? number, reached))
    }
    if (lowest.get(file) === number) {
      const circle = open.splice(open.indexOf(file))
      if (circle.length > 1) circles.push(circle)
    }
    return lowest.get(file) ?? number
  }
  for (const file of imports.keys()) if (!order.has(file)) visit(file)
  return circles
}
