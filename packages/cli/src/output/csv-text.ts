import { membersOf, rowsOf, cellText, valueAt } from './rows.ts'

/**
 * Rows as a table (RFC 4180) with the members of all of them as columns. A cell that a spreadsheet would run begins with an
 * apostrophe.
 */
export function csvText(data: unknown): string {
  const rows = rowsOf(data)
  const columns = [...new Set(rows.flatMap((row) => [...membersOf(row).keys()]))]
  // A member may have a dot in its name, as --fields writes them.
  const cell = (row: unknown, column: string): string =>
    quote(safe(cellText(membersOf(row).get(column) ?? valueAt(row, column))))
  return [
    columns.map(quote).join(','),
    ...rows.map((row) => columns.map((name) => cell(row, name)).join(',')),
  ]
    .map((line) => `${line}\r\n`)
    .join('')
}

const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const safe = (text: string): string =>
  /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
