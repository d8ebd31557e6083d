import { useQuery } from '@tanstack/react-query'
import { ChevronRight, MoveDown, MoveUp, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { operationQuery } from '../../../api/catalog.ts'
import { t } from '../../../text/translate.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Status } from '../../../ui/marks.tsx'
import { Failure, Skeleton } from '../../../ui/states.tsx'
import { Verb } from '../../schema/verb.tsx'
import { focusPlace } from '../focus-place.ts'
import { CallsOther } from './calls-other.tsx'
import { type StepPlace } from './step-facts.tsx'
import { validationOfStep } from './step-lens.ts'
import { StepPanes } from './step-panes.tsx'
import { eachAround, moveStep, removeStep } from './steps-edits.ts'
import { useSteps } from './steps-context.tsx'
import styles from './steps.module.css'

/** One step: what it calls and what of it goes on, and its panes when it is open. */
export function StepCard({ step, at }: StepPlace): ReactNode {
  const { open } = useSteps()
  const { data, error } = useQuery(operationQuery(step.integration, step.operation))
  const isOpen = open === at
  return (
    <section
      className={styles.card}
      aria-label={t('steps.step', { number: at + 1, id: step.id })}
      data-pointer={`/steps/${at}`}
    >
      <header>
        <Opener step={step} at={at} isWrite={data?.isWrite ?? false} />
        <Found at={at} />
        <Acts step={step} at={at} />
      </header>
      {isOpen && error !== null && (
        <>
          <Failure error={error} />
          <CallsOther step={step} at={at} />
        </>
      )}
      {isOpen && error === null && data === undefined && <Skeleton rows={6} what={step.operation} />}
      {isOpen && data !== undefined && (
        <StepPanes key={`${step.integration}/${step.operation}`} step={step} at={at} operation={data} />
      )}
    </section>
  )
}

/** The step in one line; a click opens or closes its panes. */
function Opener({ step, at, isWrite }: StepPlace & { readonly isWrite: boolean }): ReactNode {
  const { draft, open, setOpen } = useSteps()
  const around = eachAround(draft.binding, at)
  const isOpen = open === at
  return (
    <button
      type="button"
      className={styles.opener}
      aria-expanded={isOpen}
      onClick={() => setOpen(isOpen ? undefined : at)}
    >
      <span className={styles.arrow} data-open={isOpen}>
        <Icon of={ChevronRight} size="small" />
      </span>
      <span className={styles.number}>{at + 1}</span>
      <span className={styles.says}>
        <b className="mono" translate="no">
          {step.id}
        </b>
        <span className={styles.calls}>
          <Verb method="" isWrite={isWrite} />
          <span translate="no">
            {step.integration} · <span className="mono">{step.operation}</span>
          </span>
        </span>
        <small className="dim">
          {t(`steps.take_${step.take ?? 'all'}`)}
          {around !== undefined && ` · ${t('steps.forEach', { id: around })}`}
        </small>
      </span>
    </button>
  )
}

/** How much is wrong with a step, its outputs included. */
function Found({ at }: { readonly at: number }): ReactNode {
  const { draft, validation } = useSteps()
  const found = validationOfStep(validation, draft.binding, at)
  if (found === undefined) return null
  if (found.errors.length > 0)
    return <Status meaning="bad">{t('editor.problemCount', { count: found.errors.length })}</Status>
  return <Status meaning="ok">{t('editor.isRight')}</Status>
}

function Acts({ step: { id }, at }: StepPlace): ReactNode {
  const { draft, open, setOpen } = useSteps()
  const { steps } = draft.binding
  const move = (by: -1 | 1): void => {
    draft.edit(moveStep(draft.binding, at, by))
    if (open === at) setOpen(at + by)
    else if (open === at + by) setOpen(at)
  }
  return (
    <span className={styles.acts}>
      <IconButton
        icon={MoveUp}
        label={t('steps.moveUp', { id })}
        refusal={at === 0 ? t('steps.isFirst') : undefined}
        onClick={() => move(-1)}
      />
      <IconButton
        icon={MoveDown}
        label={t('steps.moveDown', { id })}
        refusal={at === steps.length - 1 ? t('steps.isLast') : undefined}
        onClick={() => move(1)}
      />
      <IconButton
        icon={X}
        label={t('steps.remove', { id })}
        onClick={() => {
          draft.edit(removeStep(draft.binding, at))
          setOpen(undefined)
          // The button has gone with its step: the keys go on at the one that took its place, or where one is added.
          focusPlace(`/steps/${Math.min(at, steps.length - 2)}`)
        }}
      />
    </span>
  )
}
