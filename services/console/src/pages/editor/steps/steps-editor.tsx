import type { StepsBinding } from '@bindery/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { stepsValidationQuery } from '../../../api/steps.ts'
import { settleMs } from '../editor.tsx'
import { severalSteps } from '../keeping.ts'
import { draftKey } from '../kept-history.ts'
import type { SavedSkill } from '../saved-skill.ts'
import { useDraft } from '../use-draft.ts'
import { useSettled } from '../use-settled.ts'
import { StepsContext } from './steps-context.tsx'
import { isSteps } from './steps-shape.ts'
import { StepsView } from './steps-view.tsx'

interface StepsEditorProps {
  readonly agentId: string
  /** What is saved, or what a new skill begins with. */
  readonly saved: StepsBinding
  /** Undefined for one that was never saved. */
  readonly skill: SavedSkill<StepsBinding> | undefined
}

/** Everything that the cards of the steps share. */
export function StepsEditor({ agentId, saved, skill }: StepsEditorProps): ReactNode {
  const queryClient = useQueryClient()
  const draft = useDraft({
    key: skill === undefined ? severalSteps(agentId).newKey : draftKey(agentId, skill.id),
    saved,
    is: isSteps,
    onSavedElsewhere: () => void queryClient.invalidateQueries({ queryKey: ['agents', agentId, 'bindings'] }),
  })
  const [open, setOpen] = useState<number | undefined>(skill === undefined ? undefined : 0)
  const settled = useSettled(draft.binding, settleMs)
  const validation = useQuery(stepsValidationQuery(agentId, settled))
  const hasSteps = draft.binding.steps.length > 0
  const state = {
    agentId,
    draft,
    validation: hasSteps ? validation.data : undefined,
    isChecked: settled === draft.binding && !validation.isPlaceholderData,
    open,
    setOpen,
  }
  return (
    <StepsContext value={state}>
      <StepsView skill={skill} problem={hasSteps ? validation.error : null} />
    </StepsContext>
  )
}
