import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { agentPacksQuery } from '../../api/packs.ts'
import { t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Logo, Status } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'

/** The packs that an agent has something of, with their versions. */
export function PacksView(): ReactNode {
  const { agentId } = useParams({ from: '/agents/$agentId' })
  const { data, error, isPending, refetch } = useQuery(agentPacksQuery(agentId))
  const add = (
    <Link to="/agents/$agentId/packs/add" params={{ agentId }} className={classOf('normal')}>
      {t('packs.add')}
    </Link>
  )
  if (isPending) return <Skeleton rows={3} what={t('packs.title')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <Card title={t('packs.title')} count={t('common.showing', { shown: data.length, total: data.length })}>
      {data.length === 0 && <Empty action={add}>{t('packs.none')}</Empty>}
      <div className="list">
        {data.map(({ integration, name, version, presets, outdated }) => (
          <Link key={integration} to="/agents/$agentId/packs/$kind" params={{ agentId, kind: integration }}>
            <Logo name={name} />
            <TwoLines name={name} below={versionsOf(presets)} />
            <span className="dim num">{t('packs.has', { count: presets.length })}</span>
            {version === null && <Status meaning="warn">{t('packs.packGone')}</Status>}
            {version !== null && outdated > 0 && (
              <Status meaning="warn">{t('packs.newer', { version })}</Status>
            )}
            <Icon of={ChevronRight} size="small" />
          </Link>
        ))}
      </div>
    </Card>
  )
}

const versionsOf = (presets: readonly { readonly version: string }[]): string =>
  [...new Set(presets.map(({ version }) => version))].join(', ')
