import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { t } from '../text/translate.ts'
import { IconButton } from './button.tsx'

interface SheetProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly mark?: ReactNode
  readonly footer?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
  /** `sheet` stands at the side and fills a phone; `dialog` asks one thing in the middle. */
  readonly shape?: 'sheet' | 'dialog'
}

/** Something to be finished or left before the page goes on: the browser holds the focus in it and Escape leaves it. */
export function Sheet({
  title,
  lead,
  mark,
  footer,
  onClose,
  children,
  shape = 'sheet',
}: SheetProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    // To what is to be filled in, where there is any of it.
    dialog.current?.querySelector<HTMLElement>(':scope > div :is(input, select, textarea)')?.focus()
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={shape === 'sheet' ? 'sheet' : 'sheet dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header>
        {mark}
        <div className="grow">
          <h2 id={id}>{title}</h2>
          {lead !== undefined && <p className="hint">{lead}</p>}
        </div>
        <IconButton icon={X} label={t('common.close')} onClick={onClose} />
      </header>
      <div>{children}</div>
      {footer !== undefined && <footer>{footer}</footer>}
    </dialog>
  )
}
