import type { ReactNode } from 'react'
import type { ReadAnswer } from '../../api/reference.ts'
import { formatBytes } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { JsonText } from '../../ui/json-text.tsx'
import { Status } from '../../ui/marks.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import styles from './call-pane.module.css'

/** An answer as it came: JSON in lines, anything else as it is. */
export function AnswerText({ answer }: { readonly answer: ReadAnswer }): ReactNode {
  const { status, ms, bytes, text, isCut } = answer
  const facts = [`${ms} ms`, formatBytes(bytes), ...(isCut ? [t('reference.cut')] : [])].join(' · ')
  const value = readJson(text)
  return (
    <div className={styles.answer} role="status">
      <p className="row">
        <Status meaning={status < 400 ? 'ok' : 'bad'}>{status}</Status>
        <span className="faint num">{facts}</span>
      </p>
      {value === undefined ? (
        <ScrollRegion as="text" className={styles.text} label={t('reference.answer')}>
          {text.slice(0, 40_000)}
        </ScrollRegion>
      ) : (
        <JsonText value={value.value} label={t('reference.answer')} />
      )}
    </div>
  )
}

function readJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) satisfies unknown }
  } catch {
    return undefined
  }
}
