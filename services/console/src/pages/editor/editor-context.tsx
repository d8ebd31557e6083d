import type { BindingValidation, Operation } from '@bindery/client'
import { createContext, useContext } from 'react'
import type { Column } from './rows/condition.ts'
import type { Draft } from './use-draft.ts'
import type { Target } from './source.ts'

/** A name that can stand for what agents send. */
export interface Parameter {
  readonly name: string
  readonly type: string
  readonly example?: string
}

/** A value that an earlier step gives. */
export interface EarlierValue {
  /** As a binding names it: `caller.id`. */
  readonly from: string
  readonly type: string
  readonly jsonType: string
}

/** Rows that conditions and an order are about. */
export interface RowLevel {
  /** Where they stand in the binding; empty for the rows that the operation itself finds. */
  readonly pointer: string
  /** What rows within rows are called. */
  readonly leaf?: string
}

export interface EditorState {
  readonly level: RowLevel
  readonly kind: string
  readonly agentId: string
  readonly operation: Operation
  /** What outputs are taken from: the answer of the operation, or the rows of it that a step takes. */
  readonly answer: Operation['returns']
  /** What says of which list of an answer the rows are: outputs, or the step that takes them. */
  readonly rowsBy: 'outputs' | 'step'
  /** What earlier steps give; empty for a binding of one operation. */
  readonly earlier: readonly EarlierValue[]
  readonly targets: readonly Target[]
  readonly parameters: readonly Parameter[]
  /** What the rows of a table, or of the answer, can be compared by; empty where there are none. */
  readonly columns: readonly Column[]
  readonly draft: Draft
  /** Of the binding as it was a moment ago; undefined before the first answer. */
  readonly validation: BindingValidation | undefined
  /** The validation is of the binding as it stands. */
  readonly isChecked: boolean
  /** The argument that a click on a parameter fills; undefined for none. */
  readonly focused: Target | undefined
  readonly focus: (target: Target | undefined) => void
}

export const EditorContext = createContext<EditorState | undefined>(undefined)

/** What every pane of the editor works with. */
export function useEditor(): EditorState {
  const state = useContext(EditorContext)
  if (state === undefined) throw new Error('This stands in the editor only.')
  return state
}

/** Issues of the validation at a place of the binding or below it. */
export function issuesAt(validation: BindingValidation | undefined, pointer: string) {
  const all = [...(validation?.errors ?? []), ...(validation?.warnings ?? [])]
  return all.filter(({ path }) => path === pointer || path.startsWith(`${pointer}/`))
}
