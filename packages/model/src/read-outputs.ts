import type { Output, ValueOutput } from './checked-binding.ts'
import type { Reading, RowField, TestedField } from './reading.ts'

interface ReadParts {
  readonly outputs: readonly Output[]
  readonly assignments: readonly { readonly condition?: { readonly tested?: TestedField } }[]
  readonly reading?: Reading
}

/** Rows that are asked of a provider where some may be left out again. */
const testedRows = 100

/**
 * Everything that is read of an answer: outputs, and the fields of rows that are tested, sorted by or counted, as one more
 * list of rows. An adapter that spells out what it asks for asks for all of these.
 */
export function readOutputs({ outputs, assignments, reading }: ReadParts): readonly Output[] {
  if (reading === undefined) return outputs
  const { aggregate, order = [], key = [] } = reading
  const fields = [
    ...assignments.flatMap(({ condition }) => condition?.tested ?? []),
    ...order,
    ...key,
    ...(aggregate?.groupBy ?? []).map(({ field }) => field),
    ...(aggregate?.values ?? []).flatMap(({ field }) => field ?? []),
  ]
  // What is counted is made of the answer, and no part of it.
  const own = aggregate === undefined ? outputs : []
  return [
    ...own,
    {
      kind: 'rows',
      leaf: 'rows',
      path: reading.rows,
      max: testedRows,
      nullable: true,
      // Rows that are only counted are asked for all the same.
      fields: (fields.length === 0 ? [wholeRow] : fields).map(toValue),
    },
  ]
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
