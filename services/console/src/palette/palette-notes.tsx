import type { ReactNode } from 'react'
import { useSession } from '../api/session.ts'
import { t } from '../text/translate.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Failure } from '../ui/states.tsx'
import styles from './palette.module.css'
import type { PaletteState } from './use-palette.ts'

/** What is said below the rows: none, why it failed, and what was not looked through. */
export function PaletteNotes({ palette }: { readonly palette: PaletteState }): ReactNode {
  const { key } = useSession()
  const { typed, only, items, isWaiting, error, leftOut, notSearched, narrow, retry } = palette
  const isNothing = typed.trim() !== '' && items.length === 0 && error === null
  const scopes = [...new Set(leftOut.map(({ requiredScope }) => requiredScope))]
  return (
    <>
      {error !== null && <Failure error={error} onRetry={retry} />}
      {isNothing && !isWaiting && (
        <Empty
          action={only !== undefined && <Button onClick={() => narrow(undefined)}>{t('palette.all')}</Button>}
        >
          {t('common.noMatch', { words: typed.trim() })}
        </Empty>
      )}
      {isNothing && isWaiting && <p className={styles.note}>{t('palette.searching')}</p>}
      <p role="status" className="sr">
        {isWaiting ? '' : t('palette.results', { count: items.length })}
      </p>
      {notSearched.length > 0 && (
        <p className={styles.note}>{t('palette.stillReading', { kinds: notSearched.join(', ') })}</p>
      )}
      {scopes.map((scope) => (
        <p key={scope} className={styles.note}>
          {t('common.readOnly', { key: key.name, scope })}
        </p>
      ))}
    </>
  )
}
