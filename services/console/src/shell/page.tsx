import { type ReactNode, useEffect } from 'react'
import { t } from '../text/translate.ts'
import { Crumbs } from './crumbs.tsx'

interface PageProps {
  /** Of the page, for the tab of the browser too. */
  readonly title: string
  /** A link to what the page is part of. */
  readonly above?: ReactNode
  /** What the heading says, where it is not the title; `mono` for what a machine calls it. */
  readonly heading?: string
  readonly type?: 'text' | 'mono'
  /** Beside the heading: what state it is in. */
  readonly marks?: ReactNode
  readonly actions?: ReactNode
  /** Below the head, above what scrolls: tabs, progress. */
  readonly bar?: ReactNode
  /** `fill` gives the page the height that is left and lets its parts scroll. */
  readonly shape?: 'flow' | 'fill'
  readonly children: ReactNode
}

/** The head of a page with its one primary action, and the page. */
export function Page({
  title,
  above,
  heading = title,
  type = 'text',
  marks,
  actions,
  bar,
  shape = 'flow',
  children,
}: PageProps): ReactNode {
  useEffect(() => {
    document.title = `${title} · ${t('common.appName')}`
  }, [title])
  return (
    <main id="page" tabIndex={-1} className={shape === 'fill' ? 'fill' : undefined}>
      <div className="head">
        <h1>
          <Crumbs above={above}>
            <span className={type === 'mono' ? 'mono' : undefined}>{heading}</span>
          </Crumbs>
        </h1>
        {marks}
        {actions !== undefined && <div className="row">{actions}</div>}
      </div>
      {bar}
      <div className={shape === 'fill' ? 'rest' : 'page'}>{children}</div>
    </main>
  )
}
