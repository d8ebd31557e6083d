import type { AggregateFunction } from './aggregate.ts'
import type { Output, PathStep, ValueOutput } from './checked-binding.ts'
import type { TypeRef } from './type-ref.ts'

/**
 * What is done with the rows of one list of an answer before outputs are taken from it: pages are joined, rows are tested
 * by the conditions that say so, sorted, and counted or summed. Outputs then see the answer with what is left in the list,
 * or the groups instead of the answer.
 */
export interface Reading {
  /** From the answer to the list, by fields alone; no step where the answer is the list. */
  readonly rows: readonly PathStep[]
  /** As of an output. */
  readonly present: readonly number[]
  /** What tells rows apart, where the provider says it: it comes last in every order. Absent where nothing is known. */
  readonly key?: readonly RowField[]
  /** Before the key. Absent where rows keep the order of the provider. */
  readonly order?: readonly RowOrder[]
  /** Takes the place of the answer. */
  readonly aggregate?: RowAggregate
  /** Most pages that a call reads. Absent is one. */
  readonly pages?: number
}

/** A value of a row, and what the provider describes it to be. */
export interface RowField {
  /** From the row. */
  readonly path: readonly PathStep[]
  readonly type: TypeRef
}

/** The field of a condition that is tested after reading. */
export interface TestedField extends RowField {
  /** The same condition is sent too, so that a row that does not fit is one that the provider should have left out. */
  readonly isSent?: true
}

export interface RowOrder extends RowField {
  readonly direction: 'asc' | 'desc'
}

export interface RowAggregate {
  readonly values: readonly AggregatedField[]
  readonly groupBy?: readonly GroupedField[]
  /** What the groups are ordered by, before what they are grouped by. */
  readonly order?: readonly { readonly leaf: string; readonly direction: 'asc' | 'desc' }[]
}

export interface AggregatedField {
  readonly fn: AggregateFunction
  readonly leaf: string
  /** Absent where rows are counted. */
  readonly field?: RowField
  /** Digits behind the point that an average is rounded to, half up. Absent for all others. */
  readonly scale?: number
}

export interface GroupedField {
  readonly leaf: string
  readonly field: RowField
}

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
