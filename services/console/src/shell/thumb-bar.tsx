import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../text/translate.ts'
import { Icon } from '../ui/icon.tsx'
import { places } from './places.ts'

/** The navigation of a phone, where the thumb is. */
export function ThumbBar(): ReactNode {
  return (
    <nav className="thumb" aria-label={t('shell.phoneNavigation')}>
      {places.map(({ to, name, icon }) => (
        <Link key={to} to={to} activeProps={{ 'aria-current': 'page' }}>
          <Icon of={icon} />
          {t(name)}
        </Link>
      ))}
    </nav>
  )
}
