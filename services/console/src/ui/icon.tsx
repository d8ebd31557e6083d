import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface IconProps {
  readonly of: LucideIcon
  readonly size?: 'small' | 'normal'
  /** Said to who cannot see it; without one it decorates a word beside it. */
  readonly label?: string
}

export function Icon({ of: Drawn, size = 'normal', label }: IconProps): ReactNode {
  const className = size === 'small' ? 'i s' : 'i'
  if (label === undefined) return <Drawn className={className} aria-hidden="true" />
  return <Drawn className={className} role="img" aria-label={label} />
}
