import type { VersionChange } from '@bindery/client'
import { type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import styles from './publish-card.module.css'

const signs = { added: '+', removed: '−', changed: '~' } as const

/** Changes that are shown at once. */
const shownAtOnce = 8

/** What is added, removed and changed, each with its value before and after. */
export function ChangeList({ changes }: { readonly changes: readonly VersionChange[] }): ReactNode {
  const [isWhole, setIsWhole] = useState(false)
  const shown = isWhole ? changes : changes.slice(0, shownAtOnce)
  return (
    <>
      <ul className={styles.changes}>
        {shown.map(({ field, kind, before, after }) => (
          <li key={field}>
            <span
              className={`${styles.sign} ${styles[kind]}`}
              role="img"
              aria-label={t(`agents.state_${kind}`)}
            >
              {signs[kind]}
            </span>
            <span className="cut">
              <span className="mono">{field}</span>
              <small className="mono">{[before, after].filter((value) => value !== null).join(' → ')}</small>
            </span>
          </li>
        ))}
      </ul>
      {shown.length < changes.length && (
        <Button look="quiet" onClick={() => setIsWhole(true)}>
          {t('common.more', { count: changes.length - shown.length })}
        </Button>
      )}
    </>
  )
}
