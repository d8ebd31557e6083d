import type { ReactNode } from 'react'

interface ScrollRegionProps {
  readonly label: string
  readonly className: string | undefined
  /** `text` keeps the spaces and lines of what a machine wrote. */
  readonly as?: 'text' | 'block'
  readonly children: ReactNode
}

/** A part that scrolls by itself, by keys too: the one place where something that is no control takes the focus. */
export function ScrollRegion({ label, className, as = 'block', children }: ScrollRegionProps): ReactNode {
  const Part = as === 'text' ? 'pre' : 'div'
  return (
    // WCAG 2.1.1: what scrolls must scroll without a pointer, so it takes the focus though it does nothing else.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <Part
      className={className}
      role="region"
      aria-label={label}
      tabIndex={0}
      translate={as === 'text' ? 'no' : undefined}
    >
      {children}
    </Part>
  )
}
