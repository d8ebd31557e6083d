import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from '../api/session.ts'
import { initialsOf } from '../text/initials.ts'
import { t } from '../text/translate.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import styles from './account-menu.module.css'
import { useSignOut } from './use-sign-out.ts'

/** Who is signed in, and what is about the whole console. */
export function AccountMenu({ onKeys }: { readonly onKeys: () => void }): ReactNode {
  const { key } = useSession()
  const navigate = useNavigate()
  const label = t('shell.signedInWith', { key: key.name })
  const leave = useSignOut()
  return (
    <Menu look="bare" trigger={<Avatar name={key.name} label={label} />}>
      <p className={styles.who}>{label}</p>
      <MenuItem onPick={() => void navigate({ to: '/audit' })}>{t('audit.title')}</MenuItem>
      <MenuItem onPick={() => void navigate({ to: '/settings/keys' })}>{t('settings.title')}</MenuItem>
      <MenuItem onPick={onKeys}>{t('shell.keyboard')}</MenuItem>
      <MenuItem onPick={() => void navigate({ to: '/docs/api' })}>{t('shell.apiReference')}</MenuItem>
      <MenuItem onPick={leave}>{t('shell.signOut')}</MenuItem>
    </Menu>
  )
}

interface AvatarProps {
  readonly name: string
  readonly label: string
}

const Avatar = ({ name, label }: AvatarProps): ReactNode => (
  <span className="avatar">
    <span aria-hidden="true" translate="no">
      {initialsOf(name)}
    </span>
    <span className="sr">{label}</span>
  </span>
)
