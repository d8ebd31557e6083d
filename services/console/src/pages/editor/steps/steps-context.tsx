import type { BindingValidation, StepsBinding } from '@bindery/client'
import { createContext, useContext } from 'react'
import type { Draft } from '../use-draft.ts'

/** What the cards of all steps work with. */
export interface StepsState {
  readonly agentId: string
  readonly draft: Draft<StepsBinding>
  /** Of the steps as they were a moment ago; undefined before the first answer. */
  readonly validation: BindingValidation | undefined
  /** The validation is of the steps as they stand. */
  readonly isChecked: boolean
  /** Place of the step whose panes are in sight; undefined for none. */
  readonly open: number | undefined
  readonly setOpen: (at: number | undefined) => void
}

export const StepsContext = createContext<StepsState | undefined>(undefined)

export function useSteps(): StepsState {
  const state = useContext(StepsContext)
  if (state === undefined) throw new Error('This stands in the editor of steps only.')
  return state
}
