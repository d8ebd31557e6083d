import type { StepsBinding } from '@bindery/client'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import { parametersQuery } from '../../../api/bindings.ts'
import { operationQuery } from '../../../api/catalog.ts'
import { t } from '../../../text/translate.ts'
import { Card } from '../../../ui/card.tsx'
import { useTell } from '../../../ui/toasts.tsx'
import { beginBinding } from '../begin-binding.ts'
import { focusPlace } from '../focus-place.ts'
import { inputFieldsQuery } from '../input-fields.ts'
import { targetsOf } from '../targets.ts'
import { OperationPicker, type Picked } from './operation-picker.tsx'
import { addStep, mostSteps } from './steps-edits.ts'
import { useSteps } from './steps-context.tsx'

/** One more step, at the end; nothing where there is room for none. */
export function AddStep(): ReactNode {
  const { draft, setOpen } = useSteps()
  const queryClient = useQueryClient()
  const tell = useTell()
  const { steps } = draft.binding
  const latest = useRef(draft)
  useEffect(() => {
    latest.current = draft
  })
  if (steps.length >= mostSteps) return <p className="hint">{t('steps.full', { count: mostSteps })}</p>
  const add = async (picked: Picked): Promise<void> => {
    const step = await begin(picked)
    // What was edited while the catalog was read stays.
    const { binding, edit } = latest.current
    // The step must stand there before it can take the focus.
    flushSync(() => {
      edit(addStep(binding, step))
      setOpen(binding.steps.length)
    })
    focusPlace(`/steps/${binding.steps.length}`)
  }
  /** What must be given is asked of agents at first, as in a binding of one operation. */
  const begin = async (picked: Picked): Promise<Omit<StepsBinding['steps'][number], 'id'>> => {
    const { integration: kind } = picked
    const { data: operation } = await queryClient.fetchQuery(operationQuery(kind, picked.operation))
    const fields = await queryClient.fetchQuery(inputFieldsQuery(queryClient, kind, operation))
    const { data: parameters } = await queryClient.fetchQuery(parametersQuery)
    const begun = beginBinding({
      operation,
      targets: targetsOf(operation, fields),
      answer: undefined,
      rows: undefined,
      parameters,
    })
    const { toolName: _name, projection: _outputs, ...call } = begun
    return { integration: kind, ...call }
  }
  return (
    <Card title={t('steps.add', { number: steps.length + 1 })}>
      <OperationPicker
        // What was typed for the last one is none of the next one's.
        key={steps.length}
        start={{ integration: steps.at(-1)?.integration ?? '', operation: '' }}
        does={t('steps.addThis')}
        onPick={(picked) => {
          add(picked).catch(() => tell(t('steps.notRead')))
        }}
      />
    </Card>
  )
}
