import type { CatalogVersion } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { catalogVersionsQuery } from '../../api/changes.ts'
import { integrationQuery } from '../../api/integrations.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { DiscoveryBar } from '../discovery/discovery-bar.tsx'
import { DiscoverButton } from '../providers/discover-button.tsx'
import { type Range, readRange } from './changes-search.ts'
import { Difference } from './difference.tsx'
import { TouchedSkills } from './touched-skills.tsx'
import { VersionList } from './version-list.tsx'

/** What of a provider changed between two discoveries, which skills feel it, and what was decided. */
export function ChangesPage(): ReactNode {
  const { kind = '', range } = useParams({ strict: false })
  const integration = useQuery(integrationQuery(kind))
  const versions = useQuery(catalogVersionsQuery(kind))
  const name = integration.data?.name ?? kind
  const { data } = integration
  return (
    <Page
      title={t('changes.titleOf', { provider: name })}
      heading={t('changes.title')}
      above={
        <Link to="/providers/$kind" params={{ kind }}>
          {name}
        </Link>
      }
      actions={
        data !== undefined && (
          <DiscoverButton
            kind={kind}
            isFirst={data.catalogHash === null}
            isRunning={data.runningJob !== null}
          />
        )
      }
      bar={<DiscoveryBar kind={kind} />}
    >
      {versions.isPending && <Skeleton rows={6} what={t('changes.title')} />}
      {versions.error !== null && <Failure error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.data !== undefined && (
        <Changes kind={kind} versions={versions.data} asked={readRange(range)} />
      )}
    </Page>
  )
}

interface ChangesProps {
  readonly kind: string
  readonly versions: readonly CatalogVersion[]
  /** Of the address. */
  readonly asked: Range | undefined
}

function Changes({ kind, versions, asked }: ChangesProps): ReactNode {
  const range = asked ?? newestStep(versions)
  if (versions.length === 0) return <Empty>{t('providers.noDiscoveries')}</Empty>
  return (
    <div className="columns start">
      <VersionList kind={kind} versions={versions} range={range} />
      <div className="stack">
        <TouchedSkills kind={kind} />
        {range === undefined ? (
          <Empty>{t('changes.oneVersion')}</Empty>
        ) : (
          <Difference key={range.from + range.to} kind={kind} range={range} />
        )}
      </div>
    </div>
  )
}

/** From the one before to the newest. */
function newestStep([newest, before]: readonly CatalogVersion[]): Range | undefined {
  if (newest === undefined || before === undefined) return undefined
  return { from: before.catalogHash, to: newest.catalogHash }
}
