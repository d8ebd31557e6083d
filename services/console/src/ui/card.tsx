import { type ReactNode, useId } from 'react'

interface CardProps {
  readonly title: string
  /** "showing x of y", and why the rest is out. */
  readonly count?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A part of a page with a heading and what it counts. */
export function Card({ title, count, actions, children }: CardProps): ReactNode {
  const id = useId()
  return (
    <section className="card" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {count !== undefined && <span className="count-line">{count}</span>}
        {actions !== undefined && <span className="grow" />}
        {actions}
      </header>
      {children}
    </section>
  )
}
