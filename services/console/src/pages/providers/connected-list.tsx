import type { Integration } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { integrationsQuery } from '../../api/integrations.ts'
import { since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Logo, Status } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import { stateOf, typeName } from './provider-state.ts'
import type { Shown } from './providers-page.tsx'
import styles from './providers-page.module.css'

interface ConnectedListProps {
  readonly words: string
  readonly shown: Shown
}

/** The providers of the organisation, with what each holds and how it is. */
export function ConnectedList({ words, shown }: ConnectedListProps): ReactNode {
  const { data, error, isPending, refetch } = useQuery(integrationsQuery)
  if (isPending) return <Skeleton rows={4} what={t('providers.connected')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const { data: all, meta } = data
  const rows = all.filter(
    (each) => holds(each, words) && (shown !== 'attention' || stateOf(each).needsAttention),
  )
  const count = t('common.showing', { shown: rows.length, total: meta?.total ?? all.length })
  return (
    <Card title={t('providers.connected')} count={count}>
      {rows.length === 0 ? (
        <Empty>{words === '' ? t('providers.none') : t('common.noMatch', { words })}</Empty>
      ) : (
        <div className="list">
          {rows.map((integration) => (
            <ProviderRow key={integration.kind} integration={integration} />
          ))}
        </div>
      )}
    </Card>
  )
}

const holds = ({ name, kind, type }: Integration, words: string): boolean =>
  `${name}\n${kind}\n${typeName(type)}`.toLowerCase().includes(words.trim().toLowerCase())

function ProviderRow({ integration }: { readonly integration: Integration }): ReactNode {
  const { kind, name, type, counts, lastDiscoveredAt } = integration
  const { meaning, says } = stateOf(integration)
  return (
    <Link to="/providers/$kind" params={{ kind }} className={styles.row}>
      <Logo name={name} />
      <TwoLines name={name} below={typeName(type)} />
      <span className={`num dim ${styles.wide}`}>
        {t('providers.operations', { count: counts.operations })}
      </span>
      <span className={`num dim ${styles.wide}`}>{t('providers.objects', { count: counts.objects })}</span>
      <span className={`num dim ${styles.wide}`}>{t('providers.skills', { count: counts.skills })}</span>
      <Status meaning={meaning}>{says}</Status>
      <span className={`faint ${styles.wide}`}>
        {lastDiscoveredAt !== null && t('providers.read', { when: since(lastDiscoveredAt) })}
      </span>
      <Icon of={ChevronRight} size="small" />
    </Link>
  )
}
