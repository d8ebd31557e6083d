import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './filter-bar.module.css'
import { Note } from './marks.tsx'

interface FilterBarProps {
  /** Why nothing can fit what was chosen. */
  readonly problem: string | undefined
  readonly children: ReactNode
}

/** The fields that narrow a list, beside each other as far as there is room. */
export function FilterBar({ problem, children }: FilterBarProps): ReactNode {
  return (
    <>
      <div className={styles.bar}>{children}</div>
      {problem !== undefined && (
        <Note meaning="warn" icon={TriangleAlert}>
          {problem}
        </Note>
      )}
    </>
  )
}
