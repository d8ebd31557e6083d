import { Ellipsis, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import styles from './rows.module.css'

interface RowActsProps {
  /** The row, as it is called. */
  readonly name: string
  readonly onMove: (by: 1 | -1) => void
  readonly onRemove: () => void
  /** Why it cannot be taken away. */
  readonly keeps?: string
  readonly children?: ReactNode
}

/** What can be done with a row as a whole. */
export function RowActs({ name, onMove, onRemove, keeps, children }: RowActsProps): ReactNode {
  return (
    <span className={styles.acts}>
      <Menu look="bare" label={t('rows.more', { name })} trigger={<Icon of={Ellipsis} size="small" />}>
        {children}
        <MenuItem onPick={() => onMove(-1)}>{t('rows.moveUp')}</MenuItem>
        <MenuItem onPick={() => onMove(1)}>{t('rows.moveDown')}</MenuItem>
      </Menu>
      <IconButton icon={X} label={t('rows.remove', { name })} refusal={keeps} onClick={onRemove} />
    </span>
  )
}
