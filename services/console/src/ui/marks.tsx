import { Check, CircleX, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { initialsOf } from '../text/initials.ts'
import { Icon } from './icon.tsx'

export type Meaning = 'ok' | 'warn' | 'bad'

interface TagProps {
  readonly meaning?: Meaning | 'accent' | 'line'
  readonly icon?: LucideIcon
  readonly title?: string
  readonly children: ReactNode
}

/** A quiet word about what it stands beside. */
export function Tag({ meaning, icon, title, children }: TagProps): ReactNode {
  return (
    <span className={meaning === undefined ? 'tag' : `tag ${meaning}`} title={title}>
      {icon !== undefined && <Icon of={icon} />}
      {children}
    </span>
  )
}

const icons: Readonly<Record<Meaning, LucideIcon>> = { ok: Check, warn: TriangleAlert, bad: CircleX }

interface StatusProps {
  readonly meaning: Meaning
  readonly icon?: LucideIcon
  readonly children: ReactNode
}

/** How something is: an icon and a word, never colour alone. */
export function Status({ meaning, icon, children }: StatusProps): ReactNode {
  return (
    <span className={`status ${meaning}`}>
      <Icon of={icon ?? icons[meaning]} />
      {children}
    </span>
  )
}

interface NoteProps {
  readonly meaning?: Meaning | 'accent'
  readonly icon: LucideIcon
  readonly children: ReactNode
}

export function Note({ meaning, icon, children }: NoteProps): ReactNode {
  return (
    <div className={meaning === undefined ? 'note' : `note ${meaning}`}>
      <Icon of={icon} />
      <div>{children}</div>
    </div>
  )
}

/** The first letters of a name, where a provider has no picture. */
export function Logo({ name }: { readonly name: string }): ReactNode {
  return (
    <span className="logo" aria-hidden="true" translate="no">
      {initialsOf(name)}
    </span>
  )
}
