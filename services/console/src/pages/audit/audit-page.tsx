import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { type AuditFilter as Filter, auditQuery, auditVerdictQuery } from '../../api/audit.ts'
import { Page } from '../../shell/page.tsx'
import { atTime } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Status } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { AuditFilter } from './audit-filter.tsx'
import styles from './audit-page.module.css'
import { ExportButton } from './export-button.tsx'

/** Who did what, in a chain that shows when somebody changed it. */
export function AuditPage(): ReactNode {
  const [failure, setFailure] = useState<unknown>()
  return (
    <Page
      title={t('audit.title')}
      marks={<Verdict />}
      actions={<ExportButton onFailed={(error) => setFailure(error)} />}
    >
      <AuditFilter />
      {failure !== undefined && <Failure error={failure} />}
      <Entries />
    </Page>
  )
}

function Verdict(): ReactNode {
  const { data } = useQuery(auditVerdictQuery)
  if (data === undefined) return null
  if (data.status === 'intact') return <Status meaning="ok">{intactText(data)}</Status>
  return <Status meaning="bad">{t('audit.broken', { entry: data.firstBroken })}</Status>
}

const intactText = ({ entries, removed }: { readonly entries: number; readonly removed: number }): string =>
  removed === 0 ? t('audit.intact', { count: entries }) : t('audit.intactSince', { count: entries, removed })

function Entries(): ReactNode {
  const filter = useSearch({ from: '/audit' })
  const log = useInfiniteQuery(auditQuery(filter))
  if (log.isPending) return <Skeleton rows={8} what={t('audit.title')} />
  if (log.data === undefined) return <Failure error={log.error} onRetry={() => void log.refetch()} />
  const rows = log.data.pages.flatMap(({ data }) => data)
  const narrowed = narrowedTo(filter)
  const count = t(log.hasNextPage ? 'audit.newest' : 'audit.all', { count: rows.length })
  return (
    <Card
      title={t('audit.entries')}
      count={narrowed === '' ? count : `${count} · ${narrowed}`}
      actions={
        narrowed !== '' && (
          <Link to="/audit" search={{}}>
            {t('common.clearFilter')}
          </Link>
        )
      }
    >
      {rows.length === 0 && <Empty>{t('audit.none')}</Empty>}
      <ul className="list">
        {rows.map(({ sequence, at, actor, action, subject, detail }) => (
          <li key={sequence} className={styles.entry}>
            <span className="faint num">{sequence}</span>
            <time className="dim" dateTime={at}>
              {atTime(at)}
            </time>
            <span className="mono">{action}</span>
            <Link to="/audit" search={{ ...filter, actor }}>
              {actor}
            </Link>
            <details className={styles.detail}>
              <summary className="mono">{subject}</summary>
              <code>{JSON.stringify(detail)}</code>
            </details>
          </li>
        ))}
      </ul>
      {log.hasNextPage && (
        <p className={styles.more}>
          <Button isBusy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t('audit.older')}
          </Button>
        </p>
      )}
    </Card>
  )
}

/** One part is named; of several it is said that there are some. */
function narrowedTo(filter: Filter): string {
  const count = Object.keys(filter).length
  if (count === 0) return ''
  const { actor } = filter
  return count === 1 && actor !== undefined ? t('audit.only', { narrowed: actor }) : t('audit.narrowed')
}
