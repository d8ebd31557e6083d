import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './icon.tsx'

type Look = 'primary' | 'normal' | 'quiet'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  readonly look?: Look
  readonly size?: 'normal' | 'large'
  readonly icon?: LucideIcon
  /** While what it started goes on: it stays where it is and takes no second press. */
  readonly isBusy?: boolean
  /** Why it cannot be pressed; it stays focusable so that the reason can be read. */
  readonly refusal?: string | undefined
}

export function Button({
  look = 'normal',
  size = 'normal',
  icon,
  isBusy = false,
  refusal,
  ...rest
}: ButtonProps): ReactNode {
  const { children, onClick, type = 'button', ...others } = rest
  const isOff = isBusy || refusal !== undefined
  return (
    <button
      {...others}
      type={type}
      className={classOf(look, size)}
      aria-disabled={isOff || undefined}
      aria-busy={isBusy || undefined}
      title={refusal ?? others.title}
      onClick={isOff ? (event) => event.preventDefault() : onClick}
    >
      {icon !== undefined && <Icon of={icon} size="small" />}
      {children}
    </button>
  )
}

/** The classes of a control that looks like a button: links too. */
export function classOf(look: Look, size: 'normal' | 'large' = 'normal'): string {
  return ['btn', look === 'normal' ? '' : look, size === 'large' ? 'lg' : ''].filter(Boolean).join(' ')
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'children'> {
  readonly icon: LucideIcon
  /** What it does: it shows no word. */
  readonly label: string
  readonly refusal?: string | undefined
}

export function IconButton({ icon, label, refusal, onClick, ...rest }: IconButtonProps): ReactNode {
  return (
    <button
      {...rest}
      type="button"
      className="btn quiet icon"
      aria-label={label}
      title={refusal ?? label}
      aria-disabled={refusal !== undefined || undefined}
      onClick={refusal === undefined ? onClick : (event) => event.preventDefault()}
    >
      <Icon of={icon} />
    </button>
  )
}
