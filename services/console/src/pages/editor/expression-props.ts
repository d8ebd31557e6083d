import type { Field, Transform } from '@bindery/client'
import type { TextRange } from './issue-place.ts'

/** What can be written in an expression, asked for when it is needed. */
export interface Offered {
  /** Those that are still being loaded are waited for: what is asked too early would offer nothing, and nobody asks again. */
  readonly functions: () => Promise<readonly Transform[]>
  /** The fields of what the steps lead to from the value. */
  readonly fieldsOf: (steps: readonly string[]) => Promise<readonly Field[]>
}

/** Something that the checker says of a part of an expression. */
export interface ExpressionMark {
  readonly range: TextRange
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly fixes: readonly { readonly title: string; readonly apply: () => void }[]
}

export interface ExpressionProps {
  readonly label: string
  /** Shown while nothing is written. */
  readonly hint: string
  readonly value: string
  /** Most characters. */
  readonly longest: number
  readonly onChange: (text: string) => void
  readonly offered: Offered
  /** Undefined while the checker has not seen the text as it stands. */
  readonly marks: readonly ExpressionMark[] | undefined
}
