import type { Storage } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { storageQuery } from '../../api/retention.ts'
import { atTime, formatBytes, since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import styles from './settings.module.css'

type Table = Storage['tables'][number]

/** What the organisation keeps, what takes the most first, and for how long. */
export function StorageCard(): ReactNode {
  const { data, error, isPending, refetch } = useQuery(storageQuery)
  if (isPending) return <Skeleton rows={6} what={t('system.storage')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <Card title={t('system.storage')} count={t('system.storageSum', { size: formatBytes(data.bytes) })}>
      <ul className="list">
        {data.tables
          .filter(({ rows }) => rows > 0)
          .map((each) => (
            <TableRow key={each.table} kept={each} />
          ))}
      </ul>
    </Card>
  )
}

function TableRow({ kept }: { readonly kept: Table }): ReactNode {
  const { table, rows, bytes, oldest, limit } = kept
  return (
    <li className={`${styles.row} ${styles.stored}`}>
      <TwoLines name={<span className="mono">{table}</span>} below={limitText(limit)} />
      <span className="dim">{t('system.rows', { count: rows })}</span>
      <span className="faint" title={oldest === null ? undefined : atTime(oldest)}>
        {oldest !== null && t('system.oldest', { when: since(oldest) })}
      </span>
      <span>{formatBytes(bytes)}</span>
    </li>
  )
}

function limitText(limit: Table['limit']): string {
  switch (limit.keeps) {
    case 'days':
      return t('system.keeps_days', { count: limit.days })
    case 'hours':
      return t('system.keeps_hours', { count: limit.hours })
    case 'with':
      return t('system.keeps_with', { of: limit.of })
    case 'used':
      return t('system.keeps_used')
    case 'all':
      return t('system.keeps_all')
  }
}
