import type { AuthoredSkill, Binding, Operation } from '@bindery/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type BindingPlace, validationQuery } from '../../api/bindings.ts'
import { Failure } from '../../ui/states.tsx'
import { isBinding } from './binding-shape.ts'
import { type EarlierValue, EditorContext } from './editor-context.tsx'
import { EditorPage } from './editor-page.tsx'
import { draftKey } from './kept-history.ts'
import { useCallParts } from './use-call-parts.ts'
import { useDraft } from './use-draft.ts'
import { useSettled } from './use-settled.ts'

interface EditorProps {
  readonly place: BindingPlace
  readonly operation: Operation
  /** What is saved, or what a new binding begins with. */
  readonly saved: Binding
  /** Undefined for a binding that was never saved. */
  readonly skill: AuthoredSkill | undefined
}

const outerRows = { pointer: '' }
const none: readonly EarlierValue[] = []

/** After the last edit, in ms, the compiler is asked what it says. */
export const settleMs = 150

/** Everything that the panes of the editor share. */
export function Editor({ place, operation, saved, skill }: EditorProps): ReactNode {
  const queryClient = useQueryClient()
  // Another tab has saved it: what is saved is asked for anew, and the editor begins with that.
  const draft = useDraft({
    key: keyOf(place, operation, skill),
    saved,
    is: isBinding,
    onSavedElsewhere: () =>
      void queryClient.invalidateQueries({ queryKey: ['agents', place.agentId, 'bindings'] }),
  })
  const settled = useSettled(draft.binding, settleMs)
  const validation = useQuery(validationQuery(place, settled))
  const { error, ...parts } = useCallParts({
    kind: place.kind,
    operation,
    binding: draft.binding,
    rowsBy: 'outputs',
  })
  if (error !== null) return <Failure error={error} />
  const state = {
    ...place,
    ...parts,
    level: outerRows,
    operation,
    answer: operation.returns,
    rowsBy: 'outputs' as const,
    earlier: none,
    draft,
    validation: validation.data,
    isChecked: settled === draft.binding && !validation.isPlaceholderData,
  }
  return (
    <EditorContext value={state}>
      <EditorPage skill={skill} problem={validation.error} />
    </EditorContext>
  )
}

const keyOf = (
  { agentId, kind }: BindingPlace,
  { name }: Operation,
  skill: AuthoredSkill | undefined,
): string => (skill === undefined ? draftKey(agentId, 'new', kind, name) : draftKey(agentId, skill.id))
