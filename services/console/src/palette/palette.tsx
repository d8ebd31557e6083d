import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { longestSearch } from '../api/search.ts'
import { t } from '../text/translate.ts'
import { Icon } from '../ui/icon.tsx'
import { Search, X } from 'lucide-react'
import { IconButton } from '../ui/button.tsx'
import type { Item } from './groups.ts'
import styles from './palette.module.css'
import { PaletteList } from './palette-list.tsx'
import { PaletteNotes } from './palette-notes.tsx'
import { type PaletteState, usePalette } from './use-palette.ts'

interface PaletteProps {
  readonly onClose: () => void
  readonly onKeys: () => void
}

/**
 * Leads anywhere by its name. The field holds the focus and the arrows move through what fits it; the browser keeps the focus
 * inside, Escape leaves and gives it back.
 */
export function Palette({ onClose, onKeys }: PaletteProps): ReactNode {
  const dialog = useModal()
  const id = useId()
  const palette = usePalette({ onClose, onKeys })
  const { groups, items, marked } = palette
  const nameOf = (item: Item): string => `${id}-${items.indexOf(item)}`
  const markedId = marked === undefined ? undefined : nameOf(marked)
  useEffect(() => {
    if (markedId !== undefined) document.getElementById(markedId)?.scrollIntoView({ block: 'nearest' })
  }, [markedId])
  return (
    <dialog
      ref={dialog}
      className={`sheet ${styles.palette}`}
      aria-label={t('palette.title')}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header className={styles.head}>
        <Icon of={Search} />
        <PaletteField
          palette={palette}
          list={items.length > 0 ? `${id}-list` : undefined}
          marked={markedId}
        />
        <IconButton icon={X} label={t('common.close')} onClick={onClose} />
      </header>
      <div className={styles.body} aria-busy={palette.isWaiting}>
        <PaletteList
          id={`${id}-list`}
          groups={groups}
          marked={marked}
          nameOf={nameOf}
          onTake={palette.take}
        />
        <PaletteNotes palette={palette} />
      </div>
      <footer className={styles.foot}>{t('palette.keys')}</footer>
    </dialog>
  )
}

interface PaletteFieldProps {
  readonly palette: PaletteState
  /** Id of the list below; undefined while there is none. */
  readonly list: string | undefined
  /** Id of the marked row. */
  readonly marked: string | undefined
}

function PaletteField({ palette, list, marked }: PaletteFieldProps): ReactNode {
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter that ends a word being composed picks nothing.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') palette.move(1)
    else if (event.key === 'ArrowUp') palette.move(-1)
    else if (event.key === 'Enter') palette.takeMarked()
    else return
    event.preventDefault()
  }
  return (
    <input
      className={styles.field}
      role="combobox"
      aria-label={t('palette.title')}
      aria-expanded={list !== undefined}
      aria-controls={list}
      aria-autocomplete="list"
      aria-activedescendant={marked}
      autoComplete="off"
      spellCheck={false}
      dir="auto"
      maxLength={longestSearch}
      placeholder={t('palette.placeholder')}
      value={palette.typed}
      onChange={(event) => palette.type(event.target.value)}
      onKeyDown={onKeyDown}
    />
  )
}

/** Opens over the page and gives the focus back when it goes. */
function useModal() {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    dialog.current?.querySelector('input')?.focus()
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return dialog
}
