import { Copy, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { useCopy } from '../../ui/copy-button.tsx'
import { Note } from '../../ui/marks.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import styles from './settings.module.css'

interface ShownOnceProps {
  readonly title: string
  readonly value: string
  readonly onClose: () => void
}

/** What the server made and never tells again; it leaves the page with the sheet. */
export function ShownOnce({ title, value, onClose }: ShownOnceProps): ReactNode {
  const copy = useCopy()
  return (
    <Sheet
      title={title}
      shape="dialog"
      onClose={onClose}
      footer={
        <Button look="primary" size="large" icon={Copy} onClick={() => copy(value)}>
          {t('common.copy')}
        </Button>
      }
    >
      <Note meaning="warn" icon={TriangleAlert}>
        {t('settings.shownOnce')}
      </Note>
      <pre className={styles.once}>{value}</pre>
    </Sheet>
  )
}
