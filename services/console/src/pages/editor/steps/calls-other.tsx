import { type ReactNode, useState } from 'react'
import { t } from '../../../text/translate.ts'
import { Button } from '../../../ui/button.tsx'
import { OperationPicker } from './operation-picker.tsx'
import type { StepPlace } from './step-facts.tsx'
import { callOther } from './steps-edits.ts'
import { useSteps } from './steps-context.tsx'
import styles from './steps.module.css'

/** The way to another operation: closed until it is asked for. */
export function CallsOther({ step, at }: StepPlace): ReactNode {
  const { draft } = useSteps()
  const [isOpen, setIsOpen] = useState(false)
  if (!isOpen)
    return (
      <p className={styles.other}>
        <Button look="quiet" onClick={() => setIsOpen(true)}>
          {t('steps.callOther')}
        </Button>
      </p>
    )
  return (
    <OperationPicker
      start={step}
      does={t('steps.callThis')}
      onPick={(picked) => {
        draft.edit(callOther(draft.binding, at, picked))
        setIsOpen(false)
      }}
    />
  )
}
