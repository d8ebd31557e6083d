import { useNavigate } from '@tanstack/react-router'
import {
  BookOpen,
  Copy,
  Hourglass,
  House,
  Keyboard,
  KeyRound,
  Lock,
  LogOut,
  type LucideIcon,
  Plug,
  ScrollText,
  Server,
  Sparkles,
  Webhook,
} from 'lucide-react'
import { asCurl } from '../api/client.ts'
import { useLastCall } from '../api/last-call.ts'
import { places } from '../shell/places.ts'
import { useSignOut } from '../shell/use-sign-out.ts'
import { type MessageKey, t } from '../text/translate.ts'
import { useCopy } from '../ui/copy-button.tsx'

/** A page that is always there, or something that is done at once. */
export interface Command {
  readonly id: string
  readonly label: string
  readonly icon: LucideIcon
  readonly run: () => void
}

/** Pages that stand in no navigation of their own. */
const furtherPages = [
  { to: '/settings/keys', name: 'settings.keys', icon: KeyRound },
  { to: '/settings/secrets', name: 'secrets.title', icon: Lock },
  { to: '/settings/webhooks', name: 'webhooks.title', icon: Webhook },
  { to: '/settings/model', name: 'system.model', icon: Sparkles },
  { to: '/settings/retention', name: 'retention.title', icon: Hourglass },
  { to: '/settings/system', name: 'system.title', icon: Server },
  { to: '/audit', name: 'audit.title', icon: ScrollText },
] as const satisfies readonly { to: string; name: MessageKey; icon: LucideIcon }[]

/** Every page of the navigation, what the menu of the account offers, and what was done last, for a shell. */
export function useCommands(onKeys: () => void): readonly Command[] {
  const navigate = useNavigate()
  const signOut = useSignOut()
  const last = useLastCall()
  const copy = useCopy()
  const pages = places.map(({ to, name, icon }) => ({
    id: to,
    label: t(name),
    icon,
    run: () => void navigate({ to }),
  }))
  return [
    { id: 'home', label: t('shell.home'), icon: House, run: () => void navigate({ to: '/' }) },
    ...pages,
    {
      id: 'connect',
      label: t('palette.connect'),
      icon: Plug,
      run: () => void navigate({ to: '/providers/new' }),
    },
    ...furtherPages.map(({ to, name, icon }) => ({
      id: to,
      label: t(name),
      icon,
      run: () => void navigate({ to }),
    })),
    ...(last === undefined
      ? []
      : [{ id: 'copyLast', label: t('palette.copyLast'), icon: Copy, run: () => copy(asCurl(last)) }]),
    { id: 'keyboard', label: t('shell.keyboard'), icon: Keyboard, run: onKeys },
    {
      id: 'reference',
      label: t('shell.apiReference'),
      icon: BookOpen,
      run: () => void navigate({ to: '/docs/api' }),
    },
    { id: 'signOut', label: t('shell.signOut'), icon: LogOut, run: signOut },
  ]
}

/** Those that hold every word, and whether the first of them begins with what is searched for. */
export function findCommands(
  commands: readonly Command[],
  words: string,
): { readonly found: readonly Command[]; readonly isFirst: boolean } {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const begins = ({ label }: Command): boolean => label.toLowerCase().startsWith(wanted.join(' '))
  const held = commands.filter(({ label }) => wanted.every((word) => label.toLowerCase().includes(word)))
  const found = [...held.filter(begins), ...held.filter((command) => !begins(command))]
  return { found, isFirst: found[0] !== undefined && begins(found[0]) }
}
