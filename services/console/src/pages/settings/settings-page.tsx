import { Link } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { useRefusal } from '../../api/session.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { Note } from '../../ui/marks.tsx'

interface SettingsPageProps {
  readonly title: string
  /** What a key needs to see what stands here. */
  readonly scope: string
  readonly above?: ReactNode
  readonly marks?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

const pages = [
  { to: '/settings/keys', name: 'settings.keys' },
  { to: '/settings/secrets', name: 'secrets.title' },
  { to: '/settings/webhooks', name: 'webhooks.title' },
  { to: '/settings/model', name: 'system.model' },
  { to: '/settings/retention', name: 'retention.title' },
  { to: '/settings/system', name: 'system.title' },
] as const

/** One of the pages about the organisation and its server, with the way to the others. */
export function SettingsPage({ scope, children, ...page }: SettingsPageProps): ReactNode {
  const refusal = useRefusal(scope)
  const navigation = (
    <nav className="tabs" aria-label={t('settings.title')}>
      {pages.map(({ to, name }) => (
        <Link key={to} to={to} activeProps={{ 'aria-current': 'page' }}>
          {t(name)}
        </Link>
      ))}
    </nav>
  )
  return (
    <Page {...page} bar={navigation}>
      {refusal === undefined ? (
        children
      ) : (
        <Note meaning="warn" icon={Lock}>
          {refusal}
        </Note>
      )}
    </Page>
  )
}
