import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { agentPagesQuery } from '../../api/agents.ts'
import { useRefusal } from '../../api/session.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Status, Tag } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { More } from '../../ui/more.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { AgentHours, useAgentHours } from './agent-hours.tsx'
import styles from './agents-page.module.css'
import { NewAgent } from './new-agent.tsx'

/** Every agent, with what is live and what its draft would change. */
export function AgentsPage(): ReactNode {
  const [isNew, setIsNew] = useState(false)
  const refusal = useRefusal('agents:write', 'everywhere')
  return (
    <Page
      title={t('agents.title')}
      actions={
        <Button look="primary" icon={Plus} refusal={refusal} onClick={() => setIsNew(true)}>
          {t('agents.new')}
        </Button>
      }
    >
      <AgentList />
      {isNew && <NewAgent onClose={() => setIsNew(false)} />}
    </Page>
  )
}

function AgentList(): ReactNode {
  const list = useInfiniteQuery(agentPagesQuery)
  const { data, error, isPending, refetch } = list
  const agents = data?.pages.flatMap((page) => page.data) ?? []
  const hours = useAgentHours(agents.map(({ id }) => id))
  if (isPending) return <Skeleton rows={4} what={t('agents.title')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const total = data.pages[0]?.meta?.total ?? agents.length
  if (agents.length === 0) return <Empty>{t('agents.none')}</Empty>
  const count = t('common.showing', { shown: agents.length, total })
  return (
    <Card title={t('agents.title')} count={count}>
      <div className="list">
        {agents.map((agent) => (
          <Link key={agent.id} to="/agents/$agentId" params={{ agentId: agent.id }} className={styles.row}>
            <TwoLines name={agent.name} below={agent.description ?? undefined} />
            <span>
              <AgentHours hours={hours.of.get(agent.id)} />
            </span>
            <span className="num dim">{t('agents.skillCount', { count: agent.skillCount })}</span>
            <span>
              {agent.version === null ? (
                <Tag>{t('agents.notPublished')}</Tag>
              ) : (
                <Status meaning="ok">{t('agents.isLive', { number: agent.version })}</Status>
              )}
            </span>
            <span>
              {agent.draftChanges > 0 && (
                <Tag meaning="accent">{t('agents.changes', { count: agent.draftChanges })}</Tag>
              )}
            </span>
            <Icon of={ChevronRight} size="small" />
          </Link>
        ))}
      </div>
      <More list={list} />
    </Card>
  )
}
