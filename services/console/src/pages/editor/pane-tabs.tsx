import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { useEditor } from './editor-context.tsx'
import styles from './pane-tabs.module.css'

export type PaneId = 'inputs' | 'arguments' | 'output' | 'problems' | 'test'

const panes: readonly PaneId[] = ['arguments', 'inputs', 'output', 'problems', 'test']

interface PaneTabsProps {
  readonly pane: PaneId
  readonly onPane: (pane: PaneId) => void
}

/** On a phone the panes stand behind each other. */
export function PaneTabs({ pane, onPane }: PaneTabsProps): ReactNode {
  const { validation } = useEditor()
  const problems = validation?.errors.length ?? 0
  return (
    <div className={styles.tabs} role="group" aria-label={t('editor.panes')}>
      {panes.map((id) => (
        <button key={id} type="button" aria-pressed={id === pane} onClick={() => onPane(id)}>
          {t(`editor.${id}`)}{' '}
          {id === 'problems' && problems > 0 && <span className="status bad">{problems}</span>}
        </button>
      ))}
    </div>
  )
}
