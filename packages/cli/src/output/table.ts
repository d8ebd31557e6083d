import type { Line } from '../terminal/line.ts'
import { visibleOnOneLine } from '../terminal/line.ts'
import { cellText, membersOf, valueAt } from './rows.ts'

const gap = '  '
const leastColumn = 6
/** Of the first column, which says what a row is. */
const leastFirst = 32

/** Rows as a table of `columns`, cut to `width` characters. */
export function tableLines(
  rows: readonly unknown[],
  columns: readonly string[],
  width: number,
): readonly Line[] {
  if (rows.length === 0) return [[{ style: 'dim', text: '(none)' }]]
  const cells = rows.map((row) => columns.map((column) => visibleOnOneLine(cellText(valueAt(row, column)))))
  const widths = fit(
    columns.map((column, at) => Math.max(column.length, ...cells.map((row) => lengthOf(row[at] ?? '')))),
    width,
  )
  const join = (row: readonly string[]): string =>
    row
      .map((cell, at) => pad(cell, widths[at] ?? 0))
      .join(gap)
      .trimEnd()
  return [[{ style: 'bold', text: join(columns) }], ...cells.map(join)]
}

/** The members of one thing, a line each; what holds others as JSON. */
export function memberLines(data: unknown): readonly Line[] {
  if (typeof data !== 'object' || data === null) return cellText(data).split('\n')
  const members = [...membersOf(data)]
  const widest = Math.min(24, Math.max(0, ...members.map(([name]) => name.length)))
  return members.map(([name, value]) => [
    { style: 'bold', text: name.padEnd(widest) },
    gap,
    visibleOnOneLine(cellText(value)),
  ])
}

/** The columns of rows for which nobody named any: their members that are one value, at most eight. */
export const plainColumns = (rows: readonly unknown[]): readonly string[] =>
  [...membersOf(rows[0])]
    .filter(([, value]) => typeof value !== 'object' || value === null)
    .map(([name]) => name)
    .slice(0, 8)

/** The widths that fit on a line: the widest column gives way first, each down to a least. */
function fit(widths: readonly number[], width: number): readonly number[] {
  const fitted = [...widths]
  const leastOf = (at: number): number => (at === 0 ? leastFirst : leastColumn)
  for (let over = sum(fitted) + gap.length * (fitted.length - 1) - width; over > 0; over--) {
    const spare = fitted.map((one, at) => (one > leastOf(at) ? one : 0))
    const widest = Math.max(...spare)
    if (widest === 0) break
    const at = spare.indexOf(widest)
    fitted[at] = widest - 1
  }
  return fitted
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
const lengthOf = (text: string): number => Array.from(text).length

function pad(text: string, width: number): string {
  const characters = Array.from(text)
  if (characters.length <= width) return text + ' '.repeat(width - characters.length)
  return `${characters.slice(0, Math.max(1, width - 1)).join('')}…`
}
