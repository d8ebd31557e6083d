import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { indexQuery, notesQuery } from '../../api/catalog.ts'
import { integrationQuery } from '../../api/integrations.ts'
import { Page } from '../../shell/page.tsx'
import { since } from '../../text/times.ts'
import { formatNumber, t } from '../../text/translate.ts'
import { Tag } from '../../ui/marks.tsx'
import { Failure } from '../../ui/states.tsx'
import { GoalBox } from './goal-box.tsx'
import { DiscoveryBar } from '../discovery/discovery-bar.tsx'

/** The explorer of one provider: everything that discovery found, with what it left out. */
export function SchemaPage(): ReactNode {
  const { kind } = useParams({ from: '/providers/$kind/schema' })
  const integration = useQuery(integrationQuery(kind))
  const name = integration.data?.name ?? kind
  const hash = integration.data?.catalogHash
  const read = integration.data?.lastDiscoveredAt
  return (
    <Page
      title={t('schema.titleOf', { provider: name })}
      shape="fill"
      above={
        <Link to="/providers/$kind" params={{ kind }}>
          {name}
        </Link>
      }
      heading={t('schema.title')}
      marks={
        typeof hash === 'string' && (
          <Tag meaning="line" title={hash}>
            <span className="mono">{hash.replace('sha256:', '').slice(0, 8)}</span>
            {typeof read === 'string' && ` · ${t('schema.read', { when: since(read) })}`}
          </Tag>
        )
      }
      actions={typeof hash === 'string' && <GoalBox kind={kind} />}
      bar={
        <>
          <DiscoveryBar kind={kind} />
          <Views kind={kind} />
        </>
      }
    >
      {integration.error === null ? <Outlet /> : <Failure error={integration.error} />}
    </Page>
  )
}

function Views({ kind }: { readonly kind: string }): ReactNode {
  const index = useQuery(indexQuery(kind))
  const notes = useQuery(notesQuery(kind))
  const views = [
    {
      to: '/providers/$kind/schema/operations',
      name: t('schema.operations'),
      count: index.data?.operations.name.length,
    },
    {
      to: '/providers/$kind/schema/objects',
      name: t('schema.objects'),
      count: index.data?.objects.name.length,
    },
    { to: '/providers/$kind/schema/relations', name: t('relations.title'), count: undefined },
    { to: '/providers/$kind/schema/notes', name: t('schema.notes'), count: notes.data?.meta?.total },
  ] as const
  return (
    <nav className="tabs" aria-label={t('schema.views')}>
      {views.map(({ to, name, count }) => (
        <Link key={to} to={to} params={{ kind }} activeProps={{ 'aria-current': 'page' }}>
          {name} {count !== undefined && <span className="faint num">{formatNumber(count)}</span>}
        </Link>
      ))}
    </nav>
  )
}
