import { SquareFunction } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './pills.module.css'

interface TransformToggleProps {
  /** Of what is changed. */
  readonly name: string
  readonly transform: string | undefined
  readonly isOpen: boolean
  readonly onToggle: () => void
}

/** Opens the expression over a value: a dashed pill where there is one that is not open. */
export function TransformToggle({ name, transform, isOpen, onToggle }: TransformToggleProps): ReactNode {
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-expanded={isOpen}
      title={t('editor.transformOf', { name })}
      onClick={onToggle}
    >
      {transform === undefined || isOpen ? (
        <Icon of={SquareFunction} size="small" />
      ) : (
        <span className={styles.transform}>{transform}</span>
      )}
      <span className="sr">{t('editor.transformOf', { name })}</span>
    </button>
  )
}
