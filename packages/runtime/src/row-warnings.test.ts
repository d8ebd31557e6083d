import type { PartialList } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { OutputWarnings } from './output-warnings.ts'
import { RowWarnings } from './row-warnings.ts'

function told(partial: readonly PartialList[], taken?: { readonly sent: number; readonly shown: number }) {
  const warnings = new OutputWarnings()
  const rows = new RowWarnings(warnings, { partial })
  if (taken !== undefined) rows.tell({ leaf: 'rows', list: ['items'], ...taken })
  rows.tellRest()
  return warnings.toList()
}

const list = (more: PartialList['more'], total?: number): PartialList => ({
  path: ['items'],
  more,
  ...(total === undefined ? {} : { total }),
})

describe('what is said of rows', () => {
  test.each<[string, readonly PartialList[], number, number, string | undefined]>([
    ['all that came', [], 5, 5, undefined],
    ['some of what came', [], 7, 5, '"rows" holds 5 rows; the provider has more.'],
    ['a page of more', [list('certain')], 5, 5, '"rows" holds 5 rows; the provider has more.'],
    ['a page of a known number', [list('certain', 57)], 30, 5, '"rows" holds 5 rows; the provider has 57.'],
    ['a full page', [list('possible')], 5, 5, '"rows" holds 5 rows; the provider may have more.'],
    ['some of a full page', [list('possible')], 7, 5, '"rows" holds 5 rows; the provider has more.'],
  ])('%s', (...[, partial, sent, shown, expected]) => {
    expect(told(partial, { sent, shown })).toEqual(
      expected === undefined ? [] : [`rows_truncated: ${expected}`],
    )
  })

  test.each<[PartialList['more'], readonly string[]]>([
    ['certain', ['rows_truncated: The provider has more rows than the skill asks for.']],
    ['possible', []],
  ])('a %s rest that no output shows is said once', (more, expected) => {
    expect(told([list(more)])).toEqual(expected)
  })
})
