import { Check, Circle, CircleX, ExternalLink, LoaderCircle, type LucideIcon } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { t } from '../../text/translate.ts'
import { Icon } from '../../ui/icon.tsx'
import { Failure } from '../../ui/states.tsx'
import styles from './connect.module.css'
import type { Step } from './use-connecting.ts'

const icons: Readonly<Record<Step['status'], LucideIcon>> = {
  waiting: Circle,
  running: LoaderCircle,
  done: Check,
  asks: ExternalLink,
  failed: CircleX,
}

/** How far connecting is: each step in words, and what went wrong beside the step where it did. */
export function StepList({ steps }: { readonly steps: readonly Step[] }): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  const last = steps.findLast(({ status }) => status !== 'waiting')?.status
  // What a press leads to stands below a form that may fill the window.
  useEffect(() => {
    if (last !== undefined) place.current?.scrollIntoView({ block: 'nearest' })
  }, [last])
  return (
    <div ref={place} role="status">
      <ol className={styles.steps} aria-label={t('connect.steps')}>
        {steps.map((step) => (
          <li key={`${step.name} ${step.environment ?? ''}`} data-status={step.status}>
            <Icon of={icons[step.status]} size="small" />
            <div className="grow">
              <p>
                {t(`connect.step_${step.name}`, { environment: step.environment ?? '' })}
                <span className="faint"> {t(`connect.is_${step.status}`)}</span>
              </p>
              <Outcome step={step} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  )
}

function Outcome({ step }: { readonly step: Step }): ReactNode {
  switch (step.status) {
    case 'waiting':
    case 'running':
      return null
    case 'done':
      return step.notes.map((note) => (
        <p key={note} className="hint">
          {note}
        </p>
      ))
    case 'asks':
      return (
        <p>
          <a href={step.link} target="_blank" rel="noreferrer">
            {t('connect.giveAccess')}
          </a>{' '}
          <span className="hint">{t('connect.thenGoOn')}</span>
        </p>
      )
    case 'failed':
      return <Failure error={step.error} />
  }
}
