import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { agentsQuery } from '../../api/agents.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'

/** Agents whose draft is ahead of what is live. */
export function AgentChanges(): ReactNode {
  const { data, error, isPending, refetch } = useQuery(agentsQuery)
  if (isPending) return <Skeleton rows={3} what={t('home.agentChanges')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const changed = data.data.filter(({ draftChanges }) => draftChanges > 0)
  const total = data.meta?.total ?? data.data.length
  return (
    <Card title={t('home.agentChanges')} count={t('common.showing', { shown: changed.length, total })}>
      {changed.length === 0 && <Empty>{t('home.allLive')}</Empty>}
      <div className="list">
        {changed.map(({ id, name, draftChanges }) => (
          <Link key={id} to="/agents/$agentId" params={{ agentId: id }}>
            <TwoLines name={name} />
            <Tag meaning="accent">{t('agents.changes', { count: draftChanges })}</Tag>
            <Icon of={ChevronRight} size="small" />
          </Link>
        ))}
      </div>
    </Card>
  )
}
