import type { Integration } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { integrationQuery, providersQuery } from '../../api/integrations.ts'
import { Page } from '../../shell/page.tsx'
import { since } from '../../text/times.ts'
import { formatNumber, t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Note, Status, Tag } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { DiscoveryBar } from '../discovery/discovery-bar.tsx'
import { BlockedList } from './blocked-list.tsx'
import { DiscoverButton } from './discover-button.tsx'
import { DiscoveryList } from './discovery-list.tsx'
import { EnvironmentTable } from './environment-table.tsx'
import styles from './provider-page.module.css'
import { stateOf, typeName } from './provider-state.ts'

/** One provider: how it is reached, what it holds, and when it was last read. */
export function ProviderPage(): ReactNode {
  const { kind } = useParams({ from: '/providers/$kind' })
  const { data, error, isPending, refetch } = useQuery(integrationQuery(kind))
  const name = data?.name ?? kind
  return (
    <Page
      title={name}
      above={<Link to="/providers">{t('providers.title')}</Link>}
      marks={data !== undefined && <Marks integration={data} />}
      actions={
        data !== undefined && (
          <>
            <DiscoverButton
              kind={kind}
              isFirst={data.catalogHash === null}
              isRunning={data.runningJob !== null}
            />
            <PackLink kind={kind} />
            <Link to="/providers/$kind/changes" params={{ kind }} className={classOf('normal')}>
              {t('changes.title')}
            </Link>
            <Link to="/providers/$kind/schema" params={{ kind }} className={classOf('primary')}>
              {t('providers.schema')}
            </Link>
          </>
        )
      }
      bar={<DiscoveryBar kind={kind} />}
    >
      {isPending && <Skeleton rows={6} what={kind} />}
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data !== undefined && <Provider integration={data} />}
    </Page>
  )
}

/** Where there are ready-made skills of it. */
function PackLink({ kind }: { readonly kind: string }): ReactNode {
  const { data } = useQuery(providersQuery)
  if (data?.find((each) => each.kind === kind)?.hasPack !== true) return null
  return (
    <Link to="/providers/$kind/pack" params={{ kind }} className={classOf('normal')}>
      {t('packs.pack')}
    </Link>
  )
}

function Marks({ integration }: { readonly integration: Integration }): ReactNode {
  const { meaning, says } = stateOf(integration)
  return (
    <>
      <Tag>{typeName(integration.type)}</Tag>
      <Status meaning={meaning}>{says}</Status>
    </>
  )
}

function Provider({ integration }: { readonly integration: Integration }): ReactNode {
  const { lastError, credentialExpiresAt } = integration
  return (
    <div className="columns">
      <div className="stack">
        {lastError !== null && (
          <Note meaning="bad" icon={Info}>
            <b>{t('providers.discoveryFailed')}</b>
            <p>{lastError.message}</p>
          </Note>
        )}
        {credentialExpiresAt !== null && (
          <Note meaning="warn" icon={Info}>
            {t('providers.expires', { when: since(credentialExpiresAt) })}
          </Note>
        )}
        <EnvironmentTable integration={integration} />
        <Note icon={Info}>{t('providers.nothingSent')}</Note>
      </div>
      <div className="stack">
        <Holds integration={integration} />
        <BlockedList kind={integration.kind} />
        <DiscoveryList kind={integration.kind} />
      </div>
    </div>
  )
}

function Holds({ integration: { counts } }: { readonly integration: Integration }): ReactNode {
  const facts = [
    [t('schema.objects'), counts.objects],
    [t('schema.operations'), counts.operations],
    [t('providers.inFull'), counts.bindable],
    [t('providers.withLimits'), counts.limited],
    [t('providers.cannot'), counts.quarantined],
    [t('agents.skills'), counts.skills],
  ] as const
  return (
    <Card title={t('providers.holds')}>
      <dl className={styles.facts}>
        {facts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
