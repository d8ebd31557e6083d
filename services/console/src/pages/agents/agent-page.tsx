import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { Page } from '../../shell/page.tsx'
import { atTime, since } from '../../text/times.ts'
import { formatNumber, t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Status, Tag } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { AgentZone } from './agent-zone.tsx'

/** One agent: its skills, its versions, and how to call it. */
export function AgentPage(): ReactNode {
  const { agentId } = useParams({ from: '/agents/$agentId' })
  const overview = useQuery(overviewQuery(agentId))
  const name = overview.data?.agent.name ?? ''
  return (
    <Page
      title={name}
      above={<Link to="/agents">{t('agents.title')}</Link>}
      marks={<Live agentId={agentId} />}
      actions={
        overview.data !== undefined && (
          <>
            <AgentZone agentId={agentId} timezone={overview.data.agent.timezone} />
            <Link className={classOf('normal')} to="/agents/$agentId/auto" params={{ agentId }}>
              {t('drafting.title')}
            </Link>
            <Link className={classOf('normal')} to="/agents/$agentId/packs/add" params={{ agentId }}>
              {t('packs.add')}
            </Link>
            <Link className={classOf('normal')} to="/agents/$agentId/steps/new" params={{ agentId }}>
              {t('steps.new')}
            </Link>
            <Link className={classOf('normal')} to="/providers">
              {t('agents.addSkill')}
            </Link>
          </>
        )
      }
      bar={<Views agentId={agentId} />}
    >
      {overview.isPending && <Skeleton rows={6} what={t('agents.skills')} />}
      {overview.error !== null && <Failure error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.data !== undefined && <Outlet />}
    </Page>
  )
}

function Live({ agentId }: { readonly agentId: string }): ReactNode {
  const { data } = useQuery(overviewQuery(agentId))
  if (data === undefined) return null
  const { version } = data
  if (version === null) return <Tag>{t('agents.notPublished')}</Tag>
  return (
    <>
      <Status meaning="ok">{t('agents.isLive', { number: version.number })}</Status>
      <span className="faint" title={atTime(version.publishedAt)}>
        {t('agents.publishedWhen', { when: since(version.publishedAt) })}
      </span>
    </>
  )
}

function Views({ agentId }: { readonly agentId: string }): ReactNode {
  const { data } = useQuery(overviewQuery(agentId))
  return (
    <nav className="tabs" aria-label={t('agents.views')}>
      <Link
        to="/agents/$agentId"
        params={{ agentId }}
        activeOptions={{ exact: true }}
        activeProps={{ 'aria-current': 'page' }}
      >
        {t('agents.skills')}{' '}
        {data !== undefined && <span className="faint num">{formatNumber(data.skills.length)}</span>}
      </Link>
      <Link to="/agents/$agentId/packs" params={{ agentId }} activeProps={{ 'aria-current': 'page' }}>
        {t('packs.title')}
      </Link>
      <Link to="/agents/$agentId/versions" params={{ agentId }} activeProps={{ 'aria-current': 'page' }}>
        {t('agents.versions')}
      </Link>
      <Link to="/agents/$agentId/workflows" params={{ agentId }} activeProps={{ 'aria-current': 'page' }}>
        {t('workflows.title')}
      </Link>
      <Link to="/agents/$agentId/connect" params={{ agentId }} activeProps={{ 'aria-current': 'page' }}>
        {t('agents.connect')}
      </Link>
    </nav>
  )
}
