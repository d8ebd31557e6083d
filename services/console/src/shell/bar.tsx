import { Link } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { useSession } from '../api/session.ts'
import { formatNumber, t } from '../text/translate.ts'
import { Icon } from '../ui/icon.tsx'
import { AccountMenu } from './account-menu.tsx'
import { EnvironmentSwitch } from './environment-switch.tsx'
import { places } from './places.ts'

interface BarProps {
  readonly onFind: () => void
  readonly onKeys: () => void
}

/** The one bar: where to go, where one is, who one is. */
export function Bar({ onFind, onKeys }: BarProps): ReactNode {
  const { approvals, drift, drafts } = useSession().counts
  const waiting = (approvals ?? 0) + (drift ?? 0) + (drafts ?? 0)
  return (
    <header className="bar">
      <Link to="/" className="brand">
        <Brand />
        {t('common.appName')}
      </Link>
      <nav className="nav" aria-label={t('shell.mainNavigation')}>
        {places.map(({ to, name }) => (
          <Link key={to} to={to} activeProps={{ 'aria-current': 'page' }}>
            {t(name)}
            {to === '/review' && waiting > 0 && <span className="count">{formatNumber(waiting)}</span>}
          </Link>
        ))}
      </nav>
      <span className="grow" />
      <button type="button" className="find" onClick={onFind}>
        <Icon of={Search} size="small" />
        <span className="cut">{t('palette.title')}</span>
        <kbd aria-hidden="true">{t('shell.findKeys')}</kbd>
      </button>
      <EnvironmentSwitch />
      <AccountMenu onKeys={onKeys} />
    </header>
  )
}

function Brand(): ReactNode {
  return (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M4 3.5h9.5A2.5 2.5 0 0 1 16 6v10.500H6.500A2.500 2.500 0 0 1 4 14V3.500Z" />
      <path d="M7.500 3.500v13M2.500 7h3M2.500 10h3M2.500 13h3" />
    </svg>
  )
}
