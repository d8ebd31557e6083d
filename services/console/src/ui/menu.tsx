import { type ReactNode, useId } from 'react'
import styles from './menu.module.css'

interface MenuProps {
  /** What the button shows. */
  readonly trigger: ReactNode
  /** What the button is called, where it shows no words. */
  readonly label?: string
  readonly look?: 'button' | 'primary' | 'bare'
  readonly children: ReactNode
}

const looks = { button: 'btn quiet', primary: 'btn primary', bare: styles.bare }

/** A few more things to do, below the button that names them. The browser closes it by Escape and by a click elsewhere. */
export function Menu({ trigger, label, look = 'button', children }: MenuProps): ReactNode {
  const id = useId()
  return (
    <div className={styles.menu}>
      <button type="button" className={looks[look]} aria-label={label} popoverTarget={id}>
        {trigger}
      </button>
      <div id={id} popover="auto" className={styles.popup}>
        {children}
      </div>
    </div>
  )
}

interface MenuItemProps {
  readonly onPick: () => void
  readonly children: ReactNode
}

export function MenuItem({ onPick, children }: MenuItemProps): ReactNode {
  return (
    <button
      type="button"
      className={styles.item}
      onClick={(event) => {
        event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
        onPick()
      }}
    >
      {children}
    </button>
  )
}
