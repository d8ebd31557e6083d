import type { ReviewItem } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { draftQuery } from '../../api/drafts.ts'
import { formatNumber, t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Status } from '../../ui/marks.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { ItemNames } from './item-names.tsx'
import styles from './review-page.module.css'

/** A draft in short: what was wanted, what was chosen, and how much of it is decided; its page has the lines. */
export function DraftDetail({ item }: { readonly item: ReviewItem }): ReactNode {
  const { id, agentId, integration, title } = item
  const kind = integration ?? ''
  const { data, error, isPending, refetch } = useQuery(draftQuery(agentId, id))
  return (
    <Card title={t('review.is_draft')}>
      <div className={styles.body}>
        <p className={styles.title} dir="auto">
          {title}
        </p>
        <ItemNames item={item} />
        {isPending && <Skeleton rows={2} what={t('review.is_draft')} />}
        {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
        {data !== undefined && (
          <dl className={styles.facts}>
            <dt>{t('review.operation')}</dt>
            <dd className="mono">{data.operation}</dd>
            {data.strength !== null && (
              <>
                <dt>{t('drafting.strength')}</dt>
                <dd>
                  <Status meaning={data.strength === 'strong' ? 'ok' : 'warn'}>
                    {t(`drafting.is_${data.strength}`)}
                  </Status>
                </dd>
              </>
            )}
            <dt>{t('review.lines')}</dt>
            <dd>
              {t('review.decided', {
                decided: data.decisions.filter((each) => each.kind !== 'operation').length,
                total: formatNumber(data.lines.length),
              })}
            </dd>
          </dl>
        )}
        <div className="row" data-answers>
          <Link
            className={classOf('primary', 'large')}
            to="/agents/$agentId/auto/$draftId"
            params={{ agentId, draftId: id }}
            search={{ provider: kind }}
          >
            {t('review.openDraft')}
          </Link>
        </div>
      </div>
    </Card>
  )
}
