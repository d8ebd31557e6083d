import type { Provider } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { providersQuery } from '../../api/integrations.ts'
import { agentPacksQuery } from '../../api/packs.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Logo, Status } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import styles from './packs.module.css'

/** Which provider's ready-made skills an agent is to get. */
export function ChoosePage(): ReactNode {
  const { agentId } = useParams({ from: '/agents/$agentId/packs/add' })
  const agent = useQuery(overviewQuery(agentId))
  const { data, error, isPending, refetch } = useQuery(providersQuery)
  const packs = data?.filter(({ hasPack }) => hasPack) ?? []
  const isReady = ({ registered, connected }: Provider): boolean => registered && connected
  return (
    <Page
      title={t('packs.add')}
      above={
        <Link to="/agents/$agentId/packs" params={{ agentId }}>
          {agent.data?.agent.name ?? t('agents.title')}
        </Link>
      }
    >
      {isPending && <Skeleton rows={6} what={t('packs.add')} />}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <div className="stack">
          <Choices agentId={agentId} title={t('packs.ready')} rows={packs.filter(isReady)} all={packs} />
          <Choices
            agentId={agentId}
            title={t('packs.notConnected')}
            rows={packs.filter((each) => !isReady(each))}
            all={packs}
          />
        </div>
      )}
    </Page>
  )
}

interface ChoicesProps {
  readonly agentId: string
  readonly title: string
  readonly rows: readonly Provider[]
  readonly all: readonly Provider[]
}

function Choices({ agentId, title, rows, all }: ChoicesProps): ReactNode {
  const installed = useQuery(agentPacksQuery(agentId))
  return (
    <Card title={title} count={t('common.showing', { shown: rows.length, total: all.length })}>
      {rows.length === 0 && <Empty>{t('packs.nothingHere')}</Empty>}
      <div className="list">
        {rows.map((provider) => {
          const { kind, displayName, blurb, actionCount, registered, connected } = provider
          const has = installed.data?.find(({ integration }) => integration === kind)
          const row = (
            <>
              <Logo name={displayName} />
              <TwoLines name={displayName} below={blurb} />
              {has !== undefined && (
                <Status meaning="ok">{t('packs.has', { count: has.presets.length })}</Status>
              )}
              <span className={`dim num ${styles.wide}`}>
                {t('providers.readySkills', { count: actionCount })}
              </span>
              {!connected && <span className="faint">{t('packs.connectFirst')}</span>}
              <Icon of={ChevronRight} size="small" />
            </>
          )
          if (registered && connected)
            return (
              <Link
                key={kind}
                to="/agents/$agentId/packs/$kind"
                params={{ agentId, kind }}
                className={styles.row}
              >
                {row}
              </Link>
            )
          return (
            <Link
              key={kind}
              to="/providers/new"
              search={registered ? { kind } : { pack: kind }}
              className={styles.row}
            >
              {row}
            </Link>
          )
        })}
      </div>
    </Card>
  )
}
