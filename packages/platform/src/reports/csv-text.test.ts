import { expect, test } from 'vitest'
import { toCsvLine } from './csv-text.ts'

test.each([
  ['plain words', ['a', 'b c'], '"a","b c"\r\n'],
  ['quotes, commas and lines', ['say "no"', 'a,b', 'a\r\nb'], '"say ""no""","a,b","a\r\nb"\r\n'],
  ['an empty cell', [''], '""\r\n'],
  ['other scripts', ['عربي', '日本'], '"عربي","日本"\r\n'],
])('writes %s', (_, cells, line) => expect(toCsvLine(cells)).toBe(line))

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\ufeff=1', '\uff1d1', '=HYPERLINK("x")'])(
  'leaves %j to be read and not to be run',
  (cell) => expect(toCsvLine([cell]).startsWith(`"'`)).toBe(true),
)

test.each(['a=b', '{"a":-1}', '2026-01-01', 'key:Front desk'])('leaves %j as it is', (cell) =>
  expect(toCsvLine([cell])).not.toContain("'"),
)
