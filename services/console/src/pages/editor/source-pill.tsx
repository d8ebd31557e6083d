import type { ReactNode } from 'react'
import styles from './pills.module.css'
import type { Source } from './source.ts'

/** A value that comes in is blue, a fixed one is quoted and grey, one of an earlier step is outlined behind an arrow. */
export function SourcePill({ source }: { readonly source: Source }): ReactNode {
  if (source.kind === 'param') return <span className={styles.param}>{source.param}</span>
  if (source.kind === 'template') return <span className={styles.param}>{source.template}</span>
  if (source.kind === 'step') return <span className={styles.step}>{source.from}</span>
  const { value } = source
  return (
    <span className={styles.constant}>
      {typeof value === 'string' ? `“${value}”` : JSON.stringify(value)}
    </span>
  )
}
