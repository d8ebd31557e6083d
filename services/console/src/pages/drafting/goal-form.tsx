import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { draftBinding } from '../../api/drafts.ts'
import { useRefusal, useSession } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { CopyCurl } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import styles from './goal-page.module.css'
import type { Drafting } from './use-drafting.ts'

interface GoalFormProps {
  readonly drafting: Drafting
  /** What is written there to begin with. */
  readonly goal: string
  /** Nothing is drafted yet: proposing is the next step. */
  readonly isNext?: boolean
}

/** Which provider, and what is wanted of it. */
export function GoalForm({ drafting, goal: begin, isNext = false }: GoalFormProps): ReactNode {
  const { place, providers, draft, isRunning } = drafting
  const { model } = useSession()
  const navigate = useNavigate()
  const [goal, setGoal] = useState(begin)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isNext) field.current?.focus()
  }, [isNext])
  const scope = useRefusal('skills:write')
  const refusal = scope ?? (place.kind === '' ? t('drafting.noProvider') : undefined)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (refusal === undefined) draft({ goal })
      }}
    >
      <SelectField
        label={t('drafting.provider')}
        value={place.kind}
        options={providers.map(({ kind: value, name }) => ({ value, label: name }))}
        onChange={(next) =>
          void navigate({ to: '.', search: (search) => ({ ...search, provider: next }), replace: true })
        }
      />
      <Field
        label={t('drafting.goal')}
        placeholder={t('drafting.goalExample')}
        hint={model === null ? t('drafting.byRules') : t('drafting.byModel', { model: model.name })}
        ref={field}
        required
        maxLength={2000}
        value={goal}
        onChange={(event) => setGoal(event.target.value)}
      />
      <Button
        type="submit"
        look={isNext ? 'primary' : 'normal'}
        size="large"
        isBusy={isRunning}
        refusal={refusal}
      >
        {t('drafting.propose')}
      </Button>
      <CopyCurl call={draftBinding(place)({ goal })} />
    </form>
  )
}
