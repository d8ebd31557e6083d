import type { ReactNode } from 'react'
import styles from './master-detail.module.css'

interface MasterDetailProps {
  readonly label: string
  /** Search and filters, which stay while the list scrolls. */
  readonly tools: ReactNode
  readonly list: ReactNode
  readonly detail: ReactNode
  /** On a phone the two are steps: the detail takes the place of the list. */
  readonly isOpen: boolean
}

/** A list and what is open of it, side by side. */
export function MasterDetail({ label, tools, list, detail, isOpen }: MasterDetailProps): ReactNode {
  return (
    <div className={styles.split} data-open={isOpen}>
      <section className={styles.master} aria-label={label}>
        <div className={styles.tools}>{tools}</div>
        <div className={styles.list}>{list}</div>
      </section>
      <div className={styles.detail}>{detail}</div>
    </div>
  )
}
