import type { FieldCondition, Json } from '@bindery/model'
import fc from 'fast-check'
import {
  dayStart,
  momentText,
  someAmounts,
  someBigs,
  someClocks,
  someDays,
  someMoments,
  someNames,
  someNumbers,
  someStates,
  type Thing,
  thousandths,
} from './things.ts'

/** A condition on one column as a binding says it, and what it means, in plain terms. */
export interface PlainCondition {
  readonly authored: FieldCondition
  /** What the call gives for its parameter; undefined gives nothing. */
  readonly given: Json | undefined
  readonly holds: (row: Thing) => boolean
}

/** A value as it is written, with what it is equal to and how others stand to it: below it, within it, above it. */
interface Value<Cell> {
  readonly json: Json
  /** Negative when the cell is below, zero when it is within, positive when above. */
  readonly against: (cell: Cell) => number
}

type Range = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte'

const ranges: Record<Range, (side: number) => boolean> = {
  eq: (side) => side === 0,
  ne: (side) => side !== 0,
  lt: (side) => side < 0,
  lte: (side) => side <= 0,
  gt: (side) => side > 0,
  gte: (side) => side >= 0,
}

const order = <Cell extends bigint | number>(one: Cell, other: Cell): number =>
  one < other ? -1 : one > other ? 1 : 0

/** By code points, as bytes of UTF-8 stand. */
const orderTexts = (one: string, other: string): number =>
  Buffer.compare(Buffer.from(one), Buffer.from(other))

interface ColumnOf<Cell> {
  readonly field: keyof Thing
  readonly cell: (row: Thing) => Cell | null
  readonly value: fc.Arbitrary<Value<Cell>>
  readonly operators: readonly Range[]
  readonly isListed: boolean
}

const all: readonly Range[] = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte']
const equality: readonly Range[] = ['eq', 'ne']

const exact = <Cell extends bigint | number>(values: readonly Cell[], write: (value: Cell) => Json) =>
  fc
    .constantFrom(...values)
    .map((value): Value<Cell> => ({ json: write(value), against: (cell) => order(cell, value) }))

const texts = (values: readonly string[]) =>
  fc
    .constantFrom(...values)
    .map((value): Value<string> => ({ json: value, against: (cell) => orderTexts(cell, value) }))

const day = 86_400_000_000n
const spans = fc.oneof(
  fc.constantFrom(...someMoments).map((from) => ({ json: momentText(from), from, to: from + 1n })),
  fc
    .constantFrom(...someDays)
    .map((text) => ({ json: text, from: dayStart(text), to: dayStart(text) + day })),
)
const moments = spans.map(
  ({ json, from, to }): Value<bigint> => ({
    json,
    against: (cell) => (cell < from ? -1 : cell >= to ? 1 : 0),
  }),
)

/** A condition that compares with one value, with a list of values, or asks whether there is one. */
function conditionsOn<Cell>({
  field,
  cell,
  value,
  operators,
  isListed,
}: ColumnOf<Cell>): fc.Arbitrary<PlainCondition> {
  const single = fc
    .record({ op: fc.constantFrom(...operators), value, ...how })
    .map(({ op, value: one, ...rest }) =>
      said({ field, op, json: one.json, ...rest }, (row) => {
        const found = cell(row)
        return found === null ? op === 'ne' : ranges[op](one.against(found))
      }),
    )
  const listed = fc
    .record({ values: fc.array(value, { minLength: 1, maxLength: 3 }), ...how })
    .map(({ values, ...rest }) =>
      said({ field, op: 'in', json: values.map(({ json }) => json), ...rest }, (row) => {
        const found = cell(row)
        return found !== null && values.some((one) => one.against(found) === 0)
      }),
    )
  const empty = fc.boolean().map(
    (isNull): PlainCondition => ({
      authored: { field, op: 'isNull', const: isNull },
      given: undefined,
      holds: (row) => (cell(row) === null) === isNull,
    }),
  )
  return fc.oneof({ weight: 4, arbitrary: single }, { weight: isListed ? 2 : 0, arbitrary: listed }, empty)
}

/** Where the value comes from. */
const how = {
  from: fc.constantFrom('const', 'param', 'optional', 'left out'),
  parameter: fc.stringMatching(/^p_[a-z]{6}$/),
}

interface Said {
  readonly field: keyof Thing
  readonly op: NonNullable<FieldCondition['op']>
  readonly json: Json
  readonly from: string
  readonly parameter: string
}

function said({ field, op, json, from, parameter }: Said, holds: PlainCondition['holds']): PlainCondition {
  if (from === 'const') return { authored: { field, op, const: json }, given: undefined, holds }
  const optional = from === 'param' ? {} : { optional: true }
  const max = op === 'in' ? { max: 3 } : {}
  const given = from === 'left out' ? undefined : json
  return { authored: { field, op, param: parameter, ...optional, ...max }, given, holds }
}

const patterns = fc
  .record({
    op: fc.constantFrom('startsWith' as const, 'contains' as const),
    text: fc.constantFrom(
      'Jan',
      'jan',
      'Jä',
      '0%',
      '%',
      '_b',
      'a_',
      'a\\',
      '\\b',
      'é',
      'mile',
      '日',
      '😀',
      '  ',
    ),
    ...how,
  })
  .filter(({ op, text }) => op === 'startsWith' || Array.from(text).length > 1)
  .map(({ op, text, ...rest }) =>
    said({ field: 'name', op, json: text, ...rest }, ({ name }) =>
      name === null ? false : op === 'contains' ? name.includes(text) : name.startsWith(text),
    ),
  )

/** A condition on any column of a thing. */
export const anyCondition: fc.Arbitrary<PlainCondition> = fc.oneof(
  conditionsOn({
    field: 'id',
    cell: ({ id }) => id,
    value: exact([0, 1, 40, 89, 90], Number),
    operators: all,
    isListed: true,
  }),
  conditionsOn({
    field: 'name',
    cell: ({ name }) => name,
    value: texts(someNames),
    operators: all,
    isListed: true,
  }),
  conditionsOn({
    field: 'n',
    cell: ({ n }) => n,
    value: exact(someNumbers, Number),
    operators: all,
    isListed: true,
  }),
  conditionsOn({
    field: 'big',
    cell: ({ big }) => big,
    value: exact(someBigs, String),
    operators: all,
    isListed: true,
  }),
  conditionsOn({
    field: 'amount',
    cell: ({ amount }) => amount,
    value: exact(someAmounts, thousandths),
    operators: all,
    isListed: true,
  }),
  conditionsOn({
    field: 'day',
    cell: ({ day: text }) => text,
    value: texts(someDays),
    operators: all,
    isListed: true,
  }),
  conditionsOn({ field: 'at', cell: ({ at }) => at, value: moments, operators: all, isListed: false }),
  conditionsOn({
    field: 'flag',
    cell: ({ flag }) => flag,
    value: fc
      .boolean()
      .map((value): Value<boolean> => ({ json: value, against: (cell) => (cell === value ? 0 : 1) })),
    operators: equality,
    isListed: false,
  }),
  conditionsOn({
    field: 'state',
    cell: ({ state }) => state,
    value: texts(someStates),
    operators: equality,
    isListed: true,
  }),
  conditionsOn({
    field: 'clock',
    cell: ({ clock }) => clock,
    value: texts(someClocks),
    operators: all,
    isListed: true,
  }),
  patterns,
)
