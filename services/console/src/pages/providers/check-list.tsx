import type { ReactNode } from 'react'
import { formatMs } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { type Meaning, Status } from '../../ui/marks.tsx'
import styles from './provider-page.module.css'

interface Check {
  readonly name: string
  readonly result: 'passed' | 'failed' | 'unproven'
  readonly ms: number
  readonly detail: string
  readonly seen?: string
  readonly hint?: string
}

const meanings: Readonly<Record<Check['result'], Meaning>> = { passed: 'ok', failed: 'bad', unproven: 'warn' }

const steps = ['address', 'tls', 'credential', 'read', 'rights'] as const

/** A step in words; one that this page does not know keeps its name. */
function nameOf(name: string): string {
  const known = steps.find((step) => step === name)
  return known === undefined ? name : t(`providers.check_${known}`)
}

/** What was checked of a connection, in the order in which it was, with how long each took. */
export function CheckList({ checks }: { readonly checks: readonly Check[] }): ReactNode {
  return (
    <ol className={styles.checks}>
      {checks.map(({ name, result, ms, detail, seen, hint }) => (
        <li key={name}>
          <Status meaning={meanings[result]}>{nameOf(name)}</Status>
          <span className="sr">{t(`providers.checkNames_${result}`)}</span>
          <span className={`grow ${styles.said}`}>
            <span className="dim">{detail}</span>
            {result === 'passed' && seen !== undefined && <small className="faint">{seen}</small>}
            {hint !== undefined && <small className="faint">{hint}</small>}
          </span>
          <span className="faint num">{formatMs(ms)}</span>
        </li>
      ))}
    </ol>
  )
}
