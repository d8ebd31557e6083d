import type { AssignedCondition, Output, RowsOutput, ValueOutput } from './checked-binding.ts'
import type { Reading, RowField } from './reading.ts'

interface ReadParts {
  readonly outputs: readonly Output[]
  readonly assignments: readonly { readonly condition?: AssignedCondition }[]
  readonly reading?: Reading
}

/** Rows that are asked of a provider where some may be left out again. */
const testedRows = 100
/** The same of each list within rows, which is read once for every row around it. */
const testedInnerRows = 50

/** How many items are asked of a list within rows that is tested or sorted after reading, where its provider counts them. */
export const innerRowsAsked = (max: number): number =>
  Math.min(Math.max(max + 1, testedInnerRows), testedRows)

/** The conditions that are tested on the rows at these leaves; none are those of the answer itself. */
export const testedConditions = <Entry extends { readonly condition?: AssignedCondition }>(
  assignments: readonly Entry[],
  rows: readonly string[] = [],
): readonly Entry[] =>
  assignments.filter(
    ({ condition }) => condition?.tested !== undefined && (condition.rows ?? []).join('.') === rows.join('.'),
  )

/**
 * Everything that is read of an answer: outputs, and the fields of rows that are tested, sorted by or counted, as one more
 * list of rows, within rows too. An adapter that spells out what it asks for asks for all of these.
 */
export function readOutputs({ outputs, assignments, reading }: ReadParts): readonly Output[] {
  // What is counted is made of the answer, and no part of it.
  const isCounted = reading?.aggregate !== undefined
  const own = isCounted ? [] : outputs.map((output) => withTested(output, [], assignments))
  if (reading === undefined) return own
  const { aggregate, order = [], key = [] } = reading
  const fields = [
    ...testedConditions(assignments).flatMap(({ condition }) => condition?.tested ?? []),
    ...order,
    ...key,
    ...(aggregate?.groupBy ?? []).map(({ field }) => field),
    ...(aggregate?.values ?? []).flatMap(({ field }) => field ?? []),
  ]
  const rows: RowsOutput = {
    kind: 'rows',
    leaf: 'rows',
    path: reading.rows,
    max: testedRows,
    nullable: true,
    // Rows that are only counted are asked for all the same.
    fields: (fields.length === 0 ? [wholeRow] : fields).map(toValue),
  }
  return [...own, rows]
}

/** Rows with what is tested and sorted of rows within them. */
function withTested(output: Output, above: readonly string[], assignments: ReadParts['assignments']): Output {
  if (output.kind === 'value') return output
  const leaves = [...above, output.leaf]
  const fields = output.fields.flatMap((field): readonly Output[] => {
    const own = withTested(field, leaves, assignments)
    if (field.kind === 'value') return [own]
    const { order = [], key = [], path, max } = field
    const tested = testedConditions(assignments, [...leaves, field.leaf])
    const read = [...tested.flatMap(({ condition }) => condition?.tested ?? []), ...order, ...key]
    if (read.length === 0) return [own]
    // One more than this is asked for, as of every list within rows.
    const most = innerRowsAsked(max) - 1
    return [own, { kind: 'rows', leaf: 'rows', path, max: most, nullable: true, fields: read.map(toValue) }]
  })
  return { ...output, fields }
}

const wholeRow: RowField = { path: [], type: { kind: 'scalar', scalar: 'any' } }

const toValue = ({ path, type }: RowField): ValueOutput => ({
  kind: 'value',
  leaf: 'field',
  path,
  sourceType: type,
  type: { kind: 'scalar', scalar: 'any' },
  nullable: true,
  sensitivity: 'none',
})
