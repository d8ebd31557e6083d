import type { ReviewItem } from '@bindery/client'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import styles from './review-page.module.css'

/** Whose it is: the agent, its skill and the provider, each a link while it is there. */
export function ItemNames({ item }: { readonly item: ReviewItem }): ReactNode {
  const { agentId, agentName, skillId, functionName, integration } = item
  return (
    <span className={styles.names}>
      {agentName === null ? (
        <span className="dim">{t('review.agentGone')}</span>
      ) : (
        <Link to="/agents/$agentId" params={{ agentId }} dir="auto">
          {agentName}
        </Link>
      )}
      {functionName !== null && skillId !== null && (
        <Link
          className="mono"
          to="/agents/$agentId/bindings/$skillId"
          params={{ agentId, skillId }}
          dir="auto"
        >
          {functionName}
        </Link>
      )}
      {integration !== null && (
        <Link to="/providers/$kind" params={{ kind: integration }} dir="auto">
          {integration}
        </Link>
      )}
    </span>
  )
}
