import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { FileJson } from 'lucide-react'
import type { ReactNode } from 'react'
import { referenceIndexQuery } from '../../api/reference.ts'
import { useSession } from '../../api/session.ts'
import { Page } from '../../shell/page.tsx'
import { formatNumber, t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/marks.tsx'

/** Our own API in the explorer that providers have. */
export function ReferencePage(): ReactNode {
  const { version } = useSession()
  return (
    <Page
      title={t('reference.title')}
      shape="fill"
      marks={
        <Tag meaning="line">
          <span className="mono">{version}</span>
        </Tag>
      }
      actions={
        <a className={classOf('normal')} href="/openapi.json">
          <Icon of={FileJson} size="small" />
          {t('reference.asJson')}
        </a>
      }
      bar={<Views />}
    >
      <Outlet />
    </Page>
  )
}

function Views(): ReactNode {
  const { data } = useQuery(referenceIndexQuery)
  const views = [
    { to: '/docs/api/operations', name: t('schema.operations'), count: data?.operations.name.length },
    { to: '/docs/api/objects', name: t('schema.objects'), count: data?.objects.name.length },
  ] as const
  return (
    <nav className="tabs" aria-label={t('schema.views')}>
      {views.map(({ to, name, count }) => (
        <Link key={to} to={to} activeProps={{ 'aria-current': 'page' }}>
          {name} {count !== undefined && <span className="faint num">{formatNumber(count)}</span>}
        </Link>
      ))}
    </nav>
  )
}
