import {
  type JsonObject,
  type PartialList,
  PlatformError,
  type SkillStep,
  type TakenRows,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { sampleSkill } from '../testing/sample-run.ts'
import { takeRows } from './take-rows.ts'

const rowsOf = (count: number): readonly JsonObject[] =>
  Array.from({ length: count }, (_, at) => ({ id: at }))

function taken(how: Partial<TakenRows>, count: number, more?: PartialList['more']): string {
  const take: TakenRows = { how: 'one', leaf: 'rows', max: 3, more: 'refuse', choices: [], ...how }
  const skill = sampleSkill({
    outputs: [
      {
        kind: 'rows',
        leaf: 'rows',
        path: [{ kind: 'field', name: 'items' }],
        max: 4,
        nullable: false,
        fields: [],
      },
    ],
  })
  const step: SkillStep = { id: 'found', skill, take, wires: [] }
  const partial: readonly PartialList[] = more === undefined ? [] : [{ path: ['items'], more }]
  try {
    const { rows, warnings } = takeRows(step, take, {
      response: { status: 200, bytes: 1, partial },
      projected: { output: { rows: [...rowsOf(count)] }, warnings: [] },
    })
    return `${rows.length} rows${warnings.length === 0 ? '' : `, ${warnings.join()}`}`
  } catch (error) {
    return error instanceof PlatformError ? (error.details.reason ?? error.code) : 'thrown'
  }
}

test.each<[Partial<TakenRows>, number, PartialList['more'] | undefined, string]>([
  [{ how: 'one' }, 1, undefined, '1 rows'],
  [{ how: 'one' }, 1, 'possible', 'not_certain'],
  [{ how: 'one' }, 0, 'possible', 'not_certain'],
  [{ how: 'one' }, 2, 'possible', 'ambiguous'],
  [{ how: 'optional' }, 0, undefined, '0 rows'],
  [{ how: 'optional' }, 0, 'certain', 'not_certain'],
  [{ how: 'first' }, 1, 'certain', '1 rows'],
  [{ how: 'first' }, 0, undefined, 'not_found'],
  [{ how: 'each' }, 3, undefined, '3 rows'],
  [{ how: 'each' }, 3, 'possible', 'not_certain'],
  [{ how: 'each' }, 3, 'certain', 'not_certain'],
  [{ how: 'each' }, 4, undefined, 'not_certain'],
  [
    { how: 'each', more: 'cut' },
    4,
    undefined,
    '3 rows, rows_truncated: "found" holds 3 rows; the provider has more.',
  ],
  [
    { how: 'each', more: 'cut' },
    2,
    'possible',
    '2 rows, rows_truncated: "found" holds 2 rows; the provider may have more.',
  ],
])('%j of %i rows, more %s: %s', (...[how, count, more, expected]) => {
  expect(taken(how, count, more)).toBe(expected)
})
