import { ShieldAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Note } from '../../ui/marks.tsx'
import { useEditor } from './editor-context.tsx'
import styles from './panes.module.css'

/** What each call of a write would change, and what stands before it, as the compiler says it; nothing for a read. */
export function EffectNote(): ReactNode {
  const { validation, operation, draft } = useEditor()
  const { effect, object, name } = operation
  const explanation = validation?.compiled?.explanation
  if (effect === 'read' || explanation === undefined) return null
  return (
    <div className={styles.effect}>
      <Note icon={ShieldAlert} meaning="warn">
        <b>{t(`editor.does_${effect}`, { object: object ?? name })}</b>
        <ul>
          {[...explanation.arguments, ...explanation.policy].map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {draft.binding.where !== undefined && <p>{t('rows.guardsHint')}</p>}
      </Note>
    </div>
  )
}
