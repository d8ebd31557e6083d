import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { agentPacksQuery, packFitQuery, packQuery } from '../../api/packs.ts'
import { useRefusal } from '../../api/session.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Button, classOf } from '../../ui/button.tsx'
import { Tag } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { PublishCard } from '../agents/publish-card.tsx'
import { InstallCard } from './install-card.tsx'
import { RemovePack } from './remove-pack.tsx'
import { UpgradeCard } from './upgrade-card.tsx'

/** The pack of one provider on one agent: what it would get, what it has, and what a newer version would change. */
export function AgentPackPage(): ReactNode {
  const place = useParams({ from: '/agents/$agentId/packs/$kind' })
  const { agentId, kind } = place
  const agent = useQuery(overviewQuery(agentId))
  const pack = useQuery(packQuery(kind))
  const fit = useQuery(packFitQuery(kind))
  const installed = useQuery(agentPacksQuery(agentId))
  const own = installed.data?.find(({ integration }) => integration === kind)
  const failed = [pack, fit, installed].find(({ error }) => error !== null)
  const isThere = pack.data !== undefined && fit.data !== undefined && installed.data !== undefined
  return (
    <Page
      title={t('packs.titleOf', { provider: pack.data?.displayName ?? kind })}
      above={
        <Link to="/agents/$agentId/packs" params={{ agentId }}>
          {agent.data?.agent.name ?? t('agents.title')}
        </Link>
      }
      marks={pack.data !== undefined && <Tag meaning="line">{pack.data.version}</Tag>}
      actions={
        own !== undefined && (
          <Removal place={place} count={own.presets.length} name={pack.data?.displayName ?? kind} />
        )
      }
    >
      {failed?.error !== undefined && failed.error !== null && (
        <Failure error={failed.error} onRetry={() => void failed.refetch()} />
      )}
      {failed !== undefined && (
        <p>
          <Link to="/providers/$kind" params={{ kind }} className={classOf('normal')}>
            {t('packs.toProvider')}
          </Link>
        </p>
      )}
      {failed === undefined && !isThere && <Skeleton rows={8} what={t('packs.presets')} />}
      {isThere && (
        <div className={own === undefined ? 'stack' : 'columns'}>
          <div className="stack">
            {own !== undefined && own.outdated > 0 && <UpgradeCard place={place} />}
            <InstallCard place={place} pack={pack.data} fits={fit.data} installed={own?.presets ?? []} />
          </div>
          {own !== undefined && <PublishCard agentId={agentId} />}
        </div>
      )}
    </Page>
  )
}

interface RemovalProps {
  readonly place: { readonly agentId: string; readonly kind: string }
  readonly count: number
  readonly name: string
}

function Removal({ place, count, name }: RemovalProps): ReactNode {
  const [isAsking, setIsAsking] = useState(false)
  const refusal = useRefusal('skills:write', 'everywhere')
  return (
    <>
      <Button refusal={refusal} onClick={() => setIsAsking(true)}>
        {t('packs.remove')}
      </Button>
      {isAsking && <RemovePack place={place} count={count} name={name} onClose={() => setIsAsking(false)} />}
    </>
  )
}
