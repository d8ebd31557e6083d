import type { ReviewItem } from '@bindery/client'
import { FilePenLine, GitCompareArrows, Hand, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ReviewType } from '../../api/review.ts'
import { since } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/marks.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'
import styles from './review-page.module.css'

const icons: Readonly<Record<ReviewType, LucideIcon>> = {
  approval: Hand,
  drift: GitCompareArrows,
  draft: FilePenLine,
}

/** One thing that waits: what it is, whose it is, and how urgent. */
export function ReviewRow({ item }: { readonly item: ReviewItem }): ReactNode {
  const { type, title, agentName, functionName, integration, at, expiresAt, environment, impact } = item
  const names = [agentName ?? t('review.agentGone'), functionName, integration]
  return (
    <span className={styles.item}>
      <span className="faint">
        <Icon of={icons[type]} label={t(`review.is_${type}`)} />
      </span>
      <TwoLines name={title} below={names.filter((name) => name !== null).join(' · ')} />
      <span className={styles.side}>
        {environment !== null && (
          <Tag meaning={environment === 'production' ? 'bad' : 'line'}>{environment}</Tag>
        )}
        {impact !== null && (
          <Tag meaning={impact === 'compatible' ? 'line' : 'warn'}>{t(`review.impact_${impact}`)}</Tag>
        )}
        <small className="faint">
          {expiresAt === null ? since(at) : t('review.expires', { when: since(expiresAt) })}
        </small>
      </span>
    </span>
  )
}
