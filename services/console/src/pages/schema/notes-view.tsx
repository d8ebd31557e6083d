import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { notesQuery } from '../../api/catalog.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Tag } from '../../ui/marks.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import styles from './notes-view.module.css'

const meanings = { error: 'bad', warning: 'warn', info: 'line' } as const

/** What discovery dropped, cut or guessed, each with the place in the document. */
export function NotesView(): ReactNode {
  const { kind } = useParams({ from: '/providers/$kind/schema/notes' })
  const { data, error, isPending, refetch } = useQuery(notesQuery(kind))
  if (isPending) return <Skeleton rows={8} what={t('schema.notes')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const { data: notes, meta } = data
  if (notes.length === 0) return <Empty>{t('schema.noNotes')}</Empty>
  return (
    <ScrollRegion className={styles.scroll} label={t('schema.notes')}>
      <Card
        title={t('schema.notes')}
        count={t('common.showing', { shown: notes.length, total: meta?.total ?? notes.length })}
      >
        <ul className="list">
          {notes.map(({ code, severity, message, pointer }) => (
            <li key={`${code}-${pointer}-${message}`} className={styles.note}>
              <Tag meaning={meanings[severity]}>{t(`schema.severity_${severity}`)}</Tag>
              <span>
                <ProviderText>{message}</ProviderText>
                {pointer !== undefined && <small className="mono faint">{pointer}</small>}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </ScrollRegion>
  )
}
