import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { agentsQuery } from '../../api/agents.ts'
import { integrationQuery } from '../../api/integrations.ts'
import { packFitQuery, packQuery } from '../../api/packs.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { PresetRow } from './preset-row.tsx'

/** The ready-made skills of a provider, what of them its catalog supports, and the agents that can get them. */
export function ProviderPackPage(): ReactNode {
  const { kind } = useParams({ from: '/providers/$kind/pack' })
  const integration = useQuery(integrationQuery(kind))
  const pack = useQuery(packQuery(kind))
  const fit = useQuery({ ...packFitQuery(kind), enabled: pack.isSuccess })
  const fits = fit.data ?? []
  return (
    <Page
      title={t('packs.titleOf', { provider: pack.data?.displayName ?? kind })}
      heading={t('packs.pack')}
      above={
        <Link to="/providers/$kind" params={{ kind }}>
          {integration.data?.name ?? kind}
        </Link>
      }
      marks={pack.data !== undefined && <Tag meaning="line">{pack.data.version}</Tag>}
    >
      {pack.isPending && <Skeleton rows={8} what={t('packs.presets')} />}
      {pack.error !== null && <Failure error={pack.error} onRetry={() => void pack.refetch()} />}
      {pack.data !== undefined && (
        <div className="columns">
          <div className="stack">
            {fit.error !== null && <Failure error={fit.error} onRetry={() => void fit.refetch()} />}
            <Card
              title={t('packs.presets')}
              count={t('packs.fitCount', {
                fit: fits.filter(({ supported }) => supported).length,
                total: pack.data.presets.length,
              })}
            >
              <ul className="list">
                {pack.data.presets.map((preset) => (
                  <PresetRow
                    key={preset.slug}
                    preset={preset}
                    fit={fits.find(({ slug }) => slug === preset.slug)}
                  />
                ))}
              </ul>
            </Card>
          </div>
          <Agents kind={kind} />
        </div>
      )}
    </Page>
  )
}

function Agents({ kind }: { readonly kind: string }): ReactNode {
  const { data, error, isPending, refetch } = useQuery(agentsQuery)
  if (isPending) return <Skeleton rows={3} what={t('agents.title')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const total = data.meta?.total ?? data.data.length
  return (
    <Card title={t('packs.giveTo')} count={t('common.showing', { shown: data.data.length, total })}>
      {data.data.length === 0 && <Empty>{t('agents.none')}</Empty>}
      <div className="list">
        {data.data.map(({ id, name, skillCount }) => (
          <Link key={id} to="/agents/$agentId/packs/$kind" params={{ agentId: id, kind }}>
            <TwoLines name={name} below={t('agents.skillCount', { count: skillCount })} />
            <Icon of={ChevronRight} size="small" />
          </Link>
        ))}
      </div>
    </Card>
  )
}
