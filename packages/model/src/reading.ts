import type { AggregateFunction } from './aggregate.ts'
import type { PathStep } from './path-step.ts'
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
