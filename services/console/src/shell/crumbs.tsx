import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import styles from './crumbs.module.css'

interface CrumbsProps {
  /** A link to what the page is part of. */
  readonly above: ReactNode
  readonly children: ReactNode
}

/** Where a page stands: what it is part of, then its own name. */
export function Crumbs({ above, children }: CrumbsProps): ReactNode {
  return (
    <span className={styles.crumbs}>
      {above !== undefined && (
        <span className="crumb">
          {above}
          <Icon of={ChevronRight} size="small" />
        </span>
      )}
      <span className={styles.name}>{children}</span>
    </span>
  )
}
