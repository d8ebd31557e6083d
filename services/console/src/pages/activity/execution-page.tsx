import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { executionQuery } from '../../api/executions.ts'
import { Page } from '../../shell/page.tsx'
import { atTime, formatMs } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Status, Tag } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { JsonText } from '../../ui/json-text.tsx'
import styles from './activity-page.module.css'
import { type ExecutionFacts, factsOf, type GateVerdict, type Timing } from './execution-record.ts'
import { ExecutionWhy } from './execution-why.tsx'
import { StatusMark } from './status-mark.tsx'
import { StepWaterfall } from './step-waterfall.tsx'

/** One call: the gates that it passed, what was sent, what came back, and where the time went. */
export function ExecutionPage(): ReactNode {
  const { executionId } = useParams({ from: '/activity/$executionId' })
  const { data, error, isPending, refetch } = useQuery(executionQuery(executionId))
  const facts = data && factsOf(data)
  const name = facts?.functionName ?? executionId
  return (
    <Page
      title={name}
      above={<Link to="/activity">{t('activity.title')}</Link>}
      type="mono"
      marks={
        data !== undefined && (
          <>
            <StatusMark status={data.status} />
            {facts?.environment !== undefined && <Tag meaning="line">{facts.environment}</Tag>}
            <time className="faint" dateTime={data.createdAt}>
              {atTime(data.createdAt)}
            </time>
            <span className="dim" dir="auto">
              {facts?.actor}
            </span>
          </>
        )
      }
      actions={
        data !== undefined && (
          <Link
            to="/agents/$agentId/bindings/$skillId"
            params={{ agentId: data.agentId, skillId: data.skillId }}
            className={classOf('normal')}
          >
            {t('activity.toSkill')}
          </Link>
        )
      }
    >
      {isPending && <Skeleton rows={8} what={name} />}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {facts !== undefined && <Facts facts={facts} />}
    </Page>
  )
}

function Facts({ facts }: { readonly facts: ExecutionFacts }): ReactNode {
  const parts = [
    ['params', facts.params],
    ['request', facts.request],
    ['response', facts.response],
    ['output', facts.output],
  ] as const
  const shown = parts.filter(([, value]) => value !== undefined)
  return (
    <div className="columns">
      <div className="stack">
        <ExecutionWhy facts={facts} />
        {facts.steps.length > 0 && (
          <Card title={t('activity.steps')} count={t('activity.stepCount', { count: facts.steps.length })}>
            <StepWaterfall steps={facts.steps} totalMs={facts.durationMs} />
          </Card>
        )}
        <Waterfall timings={facts.timings} total={facts.durationMs} />
        {shown.length === 0 && <Empty>{t('activity.noRecord')}</Empty>}
        {shown.map(([part, value]) => (
          <Card key={part} title={t(`activity.${part}`)} count={t('activity.redacted')}>
            <div className={styles.body}>
              <JsonText value={value} label={t(`activity.${part}`)} />
            </div>
          </Card>
        ))}
      </div>
      <Gates gates={facts.gates} />
    </div>
  )
}

interface WaterfallProps {
  readonly timings: readonly Timing[]
  readonly total: number | undefined
}

function Waterfall({ timings, total }: WaterfallProps): ReactNode {
  if (timings.length === 0) return null
  const longest = Math.max(1, total ?? 0, ...timings.map(({ ms }) => ms))
  return (
    <Card title={t('activity.time')} {...(total !== undefined && { count: formatMs(total) })}>
      <ol className={styles.waterfall}>
        {timings.map(({ name, ms }) => (
          <li key={name}>
            <span>{name}</span>
            <meter min={0} max={longest} value={ms} aria-label={name} />
            <span className={styles.number}>{formatMs(ms)}</span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Gates({ gates }: { readonly gates: readonly GateVerdict[] }): ReactNode {
  return (
    <Card title={t('activity.gates')} count={t('activity.gateCount', { count: gates.length })}>
      <ol className={styles.gates}>
        {gates.map(({ gate, verdict }) => (
          <li key={gate}>
            <span className="mono">{gate}</span>
            <Status meaning={verdict === 'passed' ? 'ok' : 'warn'}>{verdict}</Status>
          </li>
        ))}
      </ol>
    </Card>
  )
}
