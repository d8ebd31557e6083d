import type { Relations } from '@bindery/client'

/** One box of the drawing, in px from the top left. */
export interface Box {
  readonly name: string
  readonly column: number
  readonly x: number
  readonly y: number
}

/** A line from the right side of one box to the left side of another. */
export interface Line {
  readonly key: string
  readonly from: Box
  readonly to: Box
}

export interface Drawing {
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
  readonly width: number
  readonly height: number
}

export const boxWidth = 200
export const boxHeight = 44
const columnGap = 100
const rowGap = 18
const margin = 24

/**
 * Objects in columns by their step from the objects in focus: what points to them stands left, what they point to right, so that
 * every line goes from left to right where it can. Needs no library and no time: it is linear in boxes and lines.
 */
export function layOut({ nodes, edges }: Relations, focus: readonly string[]): Drawing {
  const columns = columnsOf({ nodes, edges }, focus)
  const names = [...new Set(columns.values())].toSorted((a, b) => a - b)
  const boxes = new Map<string, Box>()
  const tallest = Math.max(1, ...names.map((column) => countIn(columns, column)))
  names.forEach((column, place) => {
    const members = nodes.filter(({ name }) => columns.get(name) === column)
    const height = members.length * (boxHeight + rowGap)
    const top = margin + (tallest * (boxHeight + rowGap) - height) / 2
    members.forEach(({ name }, row) => {
      const x = margin + place * (boxWidth + columnGap)
      boxes.set(name, { name, column, x, y: top + row * (boxHeight + rowGap) })
    })
  })
  return {
    boxes: [...boxes.values()],
    lines: edges.flatMap(({ name, from, to }) =>
      lineBetween(`${from.object}.${name}.${to.object}`, boxes.get(from.object), boxes.get(to.object)),
    ),
    width: margin * 2 + names.length * boxWidth + Math.max(0, names.length - 1) * columnGap,
    height: margin * 2 + tallest * (boxHeight + rowGap) - rowGap,
  }
}

const countIn = (columns: ReadonlyMap<string, number>, column: number): number =>
  [...columns.values()].filter((each) => each === column).length

function lineBetween(key: string, from: Box | undefined, to: Box | undefined): Line[] {
  if (from === undefined || to === undefined || from === to) return []
  return [{ key, from, to }]
}

/** The column of each object: 0 for those in focus, left of the one that it points to, right of the one that points to it. */
function columnsOf(
  { nodes, edges }: Pick<Relations, 'nodes' | 'edges'>,
  focus: readonly string[],
): ReadonlyMap<string, number> {
  const known = new Set(nodes.map(({ name }) => name))
  const columns = new Map(focus.filter((name) => known.has(name)).map((name) => [name, 0]))
  const ways = edges.flatMap(({ from, to }) => [
    { near: from.object, far: to.object, by: 1 },
    { near: to.object, far: from.object, by: -1 },
  ])
  let reached = new Set(columns.keys())
  while (reached.size > 0) {
    const next = new Set<string>()
    for (const { near, far, by } of ways) {
      const column = columns.get(near) ?? 0
      if (!reached.has(near) || columns.has(far) || !known.has(far)) continue
      columns.set(far, column + (column === 0 ? by : Math.sign(column)))
      next.add(far)
    }
    reached = next
  }
  for (const { name } of nodes) if (!columns.has(name)) columns.set(name, 0)
  return columns
}

/** The path of a line: out at the side that faces the other box. */
export function pathOf({ from, to }: Line): string {
  const isForward = from.x <= to.x
  const startX = isForward ? from.x + boxWidth : from.x
  const endX = isForward ? to.x : to.x + boxWidth
  const startY = from.y + boxHeight / 2
  const endY = to.y + boxHeight / 2
  if (from.x === to.x) {
    const bend = from.x + boxWidth + columnGap / 2
    return `M${from.x + boxWidth} ${startY}C${bend} ${startY} ${bend} ${endY} ${to.x + boxWidth} ${endY}`
  }
  const middle = (startX + endX) / 2
  return `M${startX} ${startY}C${middle} ${startY} ${middle} ${endY} ${endX} ${endY}`
}
