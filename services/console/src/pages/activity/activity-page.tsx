import type { Execution } from '@bindery/client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { agentsQuery } from '../../api/agents.ts'
import { executionsQuery } from '../../api/executions.ts'
import { Page } from '../../shell/page.tsx'
import { atTime, since, formatMs } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { ActivityFilter } from './activity-filter.tsx'
import styles from './activity-page.module.css'
import { filterOf, toChannel } from './activity-search.ts'
import { factsOf } from './execution-record.ts'
import { LiveSwitch, News } from './live-switch.tsx'
import { StatusMark } from './status-mark.tsx'

/** What ran, newest first. */
export function ActivityPage(): ReactNode {
  return (
    <Page title={t('activity.title')} actions={<LiveSwitch />}>
      <ActivityFilter />
      <ExecutionList />
    </Page>
  )
}

function ExecutionList(): ReactNode {
  const search = useSearch({ from: '/activity' })
  const filter = filterOf(search)
  const list = useInfiniteQuery(executionsQuery(filter))
  const { data, hasNextPage, isFetchingNextPage } = list
  return (
    <>
      {search.live === 'on' && (
        <News key={JSON.stringify(filter)} filter={filter} onShow={() => void list.refetch()} />
      )}
      {list.isPending && <Skeleton rows={8} what={t('activity.title')} />}
      {data === undefined && !list.isPending && (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      )}
      {data !== undefined && (
        <Rows
          rows={data.pages.flatMap((page) => page.data)}
          total={data.pages[0]?.meta?.total}
          more={
            hasNextPage && (
              <p className={styles.more}>
                <Button isBusy={isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t('activity.older')}
                </Button>
              </p>
            )
          }
        />
      )}
    </>
  )
}

interface RowsProps {
  readonly rows: readonly Execution[]
  /** Undefined above what is counted. */
  readonly total: number | undefined
  readonly more: ReactNode
}

function Rows({ rows, total, more }: RowsProps): ReactNode {
  if (rows.length === 0) return <Empty>{t('activity.none')}</Empty>
  const count =
    total === undefined
      ? t('activity.newest', { count: rows.length })
      : t('common.showing', { shown: rows.length, total })
  return (
    <Card title={t('activity.calls')} count={count}>
      <div className="list">
        {rows.map((execution) => (
          <ExecutionRow key={execution.id} execution={execution} />
        ))}
      </div>
      {more}
    </Card>
  )
}

function ExecutionRow({ execution }: { readonly execution: Execution }): ReactNode {
  const { id, agentId, status, createdAt } = execution
  const { functionName, environment, durationMs } = factsOf(execution)
  const agents = useQuery(agentsQuery)
  const agent = agents.data?.data.find((each) => each.id === agentId)
  const channel = toChannel(execution.channel)
  return (
    <Link to="/activity/$executionId" params={{ executionId: id }} className={styles.row}>
      <StatusMark status={status} />
      <span className="mono cut">{functionName}</span>
      <span className="dim cut" dir="auto">
        {agent?.name}
      </span>
      <span className="dim">{environment}</span>
      <span className="dim">{channel !== undefined && t(`activity.by_${channel}`)}</span>
      <span className={styles.number}>{durationMs !== undefined && formatMs(durationMs)}</span>
      <time className="faint" dateTime={createdAt} title={atTime(createdAt)}>
        {since(createdAt)}
      </time>
    </Link>
  )
}
