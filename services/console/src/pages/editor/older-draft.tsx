import { GitCompareArrows } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Note } from '../../ui/marks.tsx'
import { MergeSheet } from './merge-sheet.tsx'
import styles from './merge-sheet.module.css'
import type { Draft } from './use-draft.ts'

/** An edit that began before somebody else saved: it is neither lost nor mixed in, until it was looked at. */
export function OlderDraft<Body extends object>({ draft }: { readonly draft: Draft<Body> }): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  if (draft.older === undefined) return null
  return (
    <div className={styles.note}>
      <Note meaning="warn" icon={GitCompareArrows}>
        <p>{t('editor.olderDraft')}</p>
        <div className="row">
          <Button onClick={() => setIsOpen(true)}>{t('editor.compare')}</Button>
          <Button look="quiet" onClick={() => draft.settleOlder(undefined)}>
            {t('editor.dropMine')}
          </Button>
        </div>
      </Note>
      {isOpen && <MergeSheet draft={draft} mine={draft.older} onClose={() => setIsOpen(false)} />}
    </div>
  )
}
