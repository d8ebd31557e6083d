/** One line of a table as text (RFC 4180), every cell in quotes. */
export const toCsvLine = (cells: readonly string[]): string => `${cells.map(toCell).join(',')}\r\n`

/**
 * A spreadsheet runs what begins with one of these as a formula, in quotes or not; after an apostrophe it is text. Blanks before
 * it do not help, since some programs leave them out.
 */
const runnable = /^[\s\u0000\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/

function toCell(text: string): string {
  const safe = runnable.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
