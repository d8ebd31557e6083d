import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { agentsQuery } from '../../api/agents.ts'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { AgentHours, callsIn, useAgentHours } from '../agents/agent-hours.tsx'

const mostShown = 8

/** How often agents were called in the last 24 hours, those that were called most often. */
export function AgentCalls(): ReactNode {
  const refusal = useRefusal('logs:read')
  const listed = useQuery(agentsQuery)
  const agents = listed.data?.data ?? []
  const known = useAgentHours(agents.map(({ id }) => id))
  if (listed.isPending || known.isPending) return <Skeleton rows={3} what={t('home.calls')} />
  const error = listed.error ?? known.error
  if (error !== null) return <Failure error={error} />
  const called = agents
    .flatMap(({ id, name }) => {
      const hours = known.of.get(id) ?? []
      return callsIn(hours) === 0 ? [] : [{ id, name, hours }]
    })
    .toSorted((a, b) => callsIn(b.hours) - callsIn(a.hours))
  const shown = called.slice(0, mostShown)
  return (
    <Card title={t('home.calls')} count={t('common.showing', { shown: shown.length, total: called.length })}>
      {shown.length === 0 && <Empty>{refusal ?? t('home.noCalls')}</Empty>}
      <div className="list">
        {shown.map(({ id, name, hours }) => (
          <Link key={id} to="/activity" search={{ agent: id }}>
            <TwoLines name={name} />
            <span className="grow" />
            <AgentHours hours={hours} />
            <Icon of={ChevronRight} size="small" />
          </Link>
        ))}
      </div>
    </Card>
  )
}
