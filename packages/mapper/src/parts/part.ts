import { type ConditionOperator, describeOperator, type TypeRef } from '@bindery/model'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import { answerPathText } from '../assignment/binding-names.ts'
import type { ArgumentPlace } from '../assignment/places.ts'

/** A closed value of a catalog, or a number of a goal. */
export type PartValue = string | number | boolean

/** What a model may fix: a listed value, a number of the goal, or a day counted from the call. */
export type PartWord = { readonly value: PartValue } | { readonly relative: string }

/** What a draft settles once and for all: a value that is sent in every call, which rows are meant, in which order, and how many of them. */
export type Part =
  | { readonly kind: 'constant'; readonly place: ArgumentPlace; readonly value: PartValue }
  | {
      readonly kind: 'condition'
      readonly leaf: AnswerPath
      readonly op: ConditionOperator
      readonly value: PartValue
    }
  | {
      readonly kind: 'time'
      readonly leaf: AnswerPath
      readonly op: ConditionOperator
      /** As a binding writes it: `today-P7D`. */
      readonly relative: string
    }
  | { readonly kind: 'order'; readonly leaf: AnswerPath; readonly direction: 'asc' | 'desc' }
  | { readonly kind: 'limit'; readonly max: number }

/** A part with what speaks for it. */
export interface SaidPart {
  readonly part: Part
  /** The words of the goal that it serves, in lower case; none where a model chose it. */
  readonly words: readonly string[]
  /** What else could be meant, as a draft would show it; where it is set a person is asked. */
  readonly rivals?: readonly string[]
  /** Nothing but its type says that this field is meant. */
  readonly isGuess?: true
  readonly by: 'words' | 'model'
  /** Parts of one phrase (`the last three`) stand or fall together. */
  readonly phrase?: string
}

/** Whether values of a type are counted from a call. */
export const isRelative = (type: TypeRef): boolean =>
  type.kind === 'scalar' && (type.scalar === 'date' || type.scalar === 'datetime')

/** Where a part stands and what it says, as a line of a draft shows it. No parameter has a blank in its name. */
export function partLine(part: Part): { readonly name: string; readonly place: string } {
  switch (part.kind) {
    case 'constant':
      return { name: `always ${JSON.stringify(part.value)}`, place: part.place.target }
    case 'condition':
      return {
        name: `${describeOperator(part.op)} ${JSON.stringify(part.value)}`,
        place: answerPathText(part.leaf),
      }
    case 'time':
      return { name: `${describeOperator(part.op)} ${part.relative}`, place: answerPathText(part.leaf) }
    case 'order':
      return { name: orderName(part), place: answerPathText(part.leaf) }
    case 'limit':
      return { name: part.max === 1 ? 'at most 1 row' : `at most ${part.max} rows`, place: 'rows' }
  }
}

function orderName({ leaf, direction }: Extract<Part, { kind: 'order' }>): string {
  if (isRelative(leaf.type)) return direction === 'asc' ? 'earliest first' : 'latest first'
  return direction === 'asc' ? 'lowest first' : 'highest first'
}
