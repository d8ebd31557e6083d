import type { ReactNode } from 'react'
import styles from './two-lines.module.css'

interface TwoLinesProps {
  readonly name: ReactNode
  /** What stands below it, smaller; nothing for nothing. */
  readonly below?: ReactNode
}

/** A name in a row with what belongs to it below, each cut where the row ends and in its own direction. */
export function TwoLines({ name, below }: TwoLinesProps): ReactNode {
  return (
    <span className={styles.lines} dir="auto">
      <b>{name}</b>
      {below !== undefined && <small>{below}</small>}
    </span>
  )
}
