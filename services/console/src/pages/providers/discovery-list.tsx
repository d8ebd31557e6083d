import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { discoveriesQuery } from '../../api/integrations.ts'
import { atTime, since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { type Meaning, Status } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import styles from './provider-page.module.css'

const meanings: Readonly<Record<string, Meaning>> = { done: 'ok', failed: 'bad' }

/** When the provider was read, by whom, and what was found. */
export function DiscoveryList({ kind }: { readonly kind: string }): ReactNode {
  const { data, error, isPending } = useQuery(discoveriesQuery(kind))
  return (
    <Card title={t('providers.discoveries')}>
      {isPending && <Skeleton rows={3} what={t('providers.discoveries')} />}
      {error !== null && <Failure error={error} />}
      {data?.length === 0 && <Empty>{t('providers.noDiscoveries')}</Empty>}
      <ul>
        {data?.map(({ jobId, status, environment, createdAt, summary }) => (
          <li key={jobId} className={styles.job}>
            <Status meaning={meanings[status] ?? 'warn'}>{t(`providers.job_${status}`)}</Status>
            <span className="dim">{environment}</span>
            <span className="grow" />
            <time className="faint" dateTime={createdAt} title={atTime(createdAt)}>
              {since(createdAt)}
            </time>
            {summary !== undefined && (
              <span className="faint num">
                {t('providers.found', { operations: summary.operationCount, objects: summary.objectCount })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
