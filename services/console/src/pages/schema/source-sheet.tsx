import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { sourceQuery } from '../../api/catalog.ts'
import { t } from '../../text/translate.ts'
import { ProviderText } from '../../ui/provider-text.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import styles from './source-sheet.module.css'

interface SourceLineProps {
  readonly kind: string
  /** Where in the description it stands. */
  readonly pointer: string
}

/** Where something of the catalog was read, and a way to look there. */
export function SourceLine({ kind, pointer }: SourceLineProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <p className="hint mono">
      {t('schema.source')} <ProviderText>{pointer}</ProviderText>{' '}
      <button type="button" className={styles.view} onClick={() => setIsOpen(true)}>
        {t('schema.viewSource')}
      </button>
      {isOpen && <SourceSheet kind={kind} pointer={pointer} onClose={() => setIsOpen(false)} />}
    </p>
  )
}

function SourceSheet({
  kind,
  pointer,
  onClose,
}: SourceLineProps & { readonly onClose: () => void }): ReactNode {
  const { data, error, isPending } = useQuery(sourceQuery(kind, pointer))
  return (
    <Sheet title={t('schema.source')} lead={pointer} onClose={onClose}>
      {isPending && <Skeleton rows={8} what={pointer} />}
      {error !== null && <Failure error={error} />}
      {data !== undefined && (
        <>
          {data.because !== undefined && <p className="hint">{data.because}</p>}
          <ScrollRegion as="text" className={styles.text} label={t('schema.source')}>
            {data.text}
          </ScrollRegion>
          <p className="hint">
            {t('schema.fromLine', { line: data.firstLine })}
            {data.truncated && ` ${t('schema.sourceCut')}`}
          </p>
        </>
      )}
    </Sheet>
  )
}
