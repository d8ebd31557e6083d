import { stem } from '../words/stem.ts'

/** Whether two lists of stemmed words stand on different sides of a line. */
export type Opposed = (a: readonly string[], b: readonly string[]) => boolean

/** Reads lines of sides that are divided by `|`. Words that are on both sides of a line together say neither. */
export function oppositions(text: string): Opposed {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((side) => new Set(side.trim().split(/\s+/).map(stem))))
  const sideOf = (sides: readonly ReadonlySet<string>[], words: readonly string[]): number | undefined => {
    const said = sides.flatMap((side, at) => (words.some((word) => side.has(word)) ? [at] : []))
    return said.length === 1 ? said[0] : undefined
  }
  return (a, b) =>
    lines.some((sides) => {
      const one = sideOf(sides, a)
      const other = sideOf(sides, b)
      return one !== undefined && other !== undefined && one !== other
    })
}
