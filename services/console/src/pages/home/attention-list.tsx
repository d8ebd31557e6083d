import type { SkillRuns } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { integrationsQuery } from '../../api/integrations.ts'
import type { ReviewType } from '../../api/review.ts'
import { useSession } from '../../api/session.ts'
import { formatNumber, formatShare, t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Logo, Status } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { useFailingSkills } from './failing-skills.ts'
import styles from './home-page.module.css'
import { needOf } from './need-of.ts'

/** What waits for a person: what the session counts, skills that fail, and providers that are not well or will not be for long. */
export function AttentionList(): ReactNode {
  const { data, error, isPending, refetch } = useQuery(integrationsQuery)
  const waiting = useWaiting()
  const failing = useFailingSkills()
  if (isPending) return <Skeleton rows={4} what={t('home.attention')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const unwell = data.data.flatMap((integration) => {
    const state = needOf(integration)
    return state === undefined ? [] : [{ integration, state }]
  })
  const count = unwell.length + waiting.length + failing.total
  const shown = unwell.length + waiting.length + failing.shown.length
  return (
    <Card
      title={t('home.attention')}
      count={shown === count ? formatNumber(count) : t('common.showing', { shown, total: count })}
    >
      {failing.error !== null && <Failure error={failing.error} />}
      {count === 0 && failing.error === null && <Empty>{t('home.allWell')}</Empty>}
      <div className="list">
        {waiting.map(({ type, says }) => (
          <Link key={type} to="/review" search={{ type }}>
            <Status meaning="warn">{says}</Status>
            <span className="grow" />
            <Icon of={ChevronRight} size="small" />
          </Link>
        ))}
        {failing.shown.map((runs) => (
          <FailingSkill key={`${runs.agentId}/${runs.skillId}`} runs={runs} />
        ))}
        {unwell.map(({ integration, state }) => (
          <Link key={integration.kind} to="/providers/$kind" params={{ kind: integration.kind }}>
            <Logo name={integration.name} />
            <TwoLines name={integration.name} />
            <Status meaning={state.meaning}>{state.says}</Status>
            <Icon of={ChevronRight} size="small" />
          </Link>
        ))}
      </div>
      {failing.refusal !== undefined && <p className={styles.unknown}>{t('home.failingUnknown')}</p>}
    </Card>
  )
}

/** A skill that failed, with the way to the calls that did. */
function FailingSkill({ runs }: { readonly runs: SkillRuns }): ReactNode {
  const { agentId, skillId, functionName, agentName, calls, failed } = runs
  const share = { failed, total: calls, share: formatShare(failed / calls) }
  return (
    <Link to="/activity" search={{ agent: agentId, skill: skillId, status: 'failed_or_unknown' }}>
      <TwoLines
        name={<span className="mono">{functionName ?? t('home.deletedSkill')}</span>}
        below={agentName ?? undefined}
      />
      <Status meaning="bad">{t('home.failing', share)}</Status>
      <Icon of={ChevronRight} size="small" />
    </Link>
  )
}

interface Waiting {
  readonly type: ReviewType
  readonly says: string
}

/** What the session counts, where there is any of it; a key that may not read it counts none. */
function useWaiting(): readonly Waiting[] {
  const { approvals, drift, drafts } = useSession().counts
  const all = [
    { type: 'approval', count: approvals },
    { type: 'drift', count: drift },
    { type: 'draft', count: drafts },
  ] as const
  return all.flatMap(({ type, count }) =>
    count === null || count === 0 ? [] : [{ type, says: t(`home.waiting_${type}`, { count }) }],
  )
}
