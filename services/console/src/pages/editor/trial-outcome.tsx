import type { BindingTrial } from '@bindery/client'
import type { ReactNode } from 'react'
import { formatBytes, formatMs } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { JsonText } from '../../ui/json-text.tsx'
import { quietEndOf } from '../activity/step-facts.ts'
import { StepWaterfall } from '../activity/step-waterfall.tsx'
import styles from './test-pane.module.css'

/** What would be sent, what came back, and what agents would get of it. */
export function TrialOutcome({ outcome }: { readonly outcome: BindingTrial }): ReactNode {
  const { valid, request, response, steps = [], output, outputTokens, error, notes = [], ms } = outcome
  const facts = steps.map(({ step, ...each }) => ({ id: step, ...each }))
  if (!valid) return <p className="status bad">{t('editor.notTried')}</p>
  return (
    <div className={styles.outcome} aria-live="polite">
      {error !== undefined && <TrialError error={error} isQuiet={quietEndOf(facts) !== undefined} />}
      {notes.map((note) => (
        <p key={note} className="status warn">
          {note}
        </p>
      ))}
      {facts.length > 0 && (
        <div className={styles.steps}>
          <StepWaterfall steps={facts} totalMs={ms} />
        </div>
      )}
      <div className={styles.columns}>
        {request !== undefined && (
          <Part title={t('editor.request')} facts={t('editor.redacted')} value={request} />
        )}
        {response !== undefined && (
          <Part
            title={t('editor.response')}
            facts={[
              String(response.status),
              formatMs(ms),
              formatBytes(response.bytes),
              ...(response.truncated ? [t('editor.cut')] : []),
            ].join(' · ')}
            value={response.body}
          />
        )}
        {output !== undefined && (
          <Part
            title={t('editor.output')}
            facts={outputTokens === undefined ? '' : t('editor.tokenCount', { count: outputTokens })}
            value={output}
          />
        )}
        {steps.flatMap(({ step, responses }) =>
          responses.map((answer, run) => (
            <Part
              key={`${step}-${run}`}
              title={t('steps.answerOf', { id: step })}
              facts={[
                String(answer.status),
                formatBytes(answer.bytes),
                ...(answer.truncated ? [t('editor.cut')] : []),
              ].join(' · ')}
              value={answer.body}
            />
          )),
        )}
      </div>
    </div>
  )
}

interface TrialErrorProps {
  readonly error: NonNullable<BindingTrial['error']>
  /** A step ended the call as callers may expect it to: they are told, and nothing is broken. */
  readonly isQuiet: boolean
}

function TrialError({ error, isQuiet }: TrialErrorProps): ReactNode {
  return (
    <div role="alert" className={isQuiet ? 'note warn' : 'note bad'}>
      <div>
        <b>{error.message}</b>
        <ul>
          {error.errors.map(({ field, message }) => (
            <li key={field + message}>
              <code>{field}</code> {message}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

interface PartProps {
  readonly title: string
  readonly facts: string
  readonly value: unknown
}

function Part({ title, facts, value }: PartProps): ReactNode {
  return (
    <div className={styles.part}>
      <p>
        <b>{title}</b> <span className="faint num">{facts}</span>
      </p>
      <JsonText value={value} label={title} />
    </div>
  )
}
