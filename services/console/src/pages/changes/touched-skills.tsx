import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { reviewQuery } from '../../api/review.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Status } from '../../ui/marks.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { TwoLines } from '../../ui/two-lines.tsx'

/** The skills that the newest catalog means something for and that nobody has decided about. */
export function TouchedSkills({ kind }: { readonly kind: string }): ReactNode {
  const { data, error, isPending, hasNextPage, refetch } = useInfiniteQuery(reviewQuery('drift'))
  if (isPending) return <Skeleton rows={2} what={t('changes.touched')} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  const skills = data.pages.flatMap((page) => page.data).filter(({ integration }) => integration === kind)
  return (
    <Card
      title={t('changes.touched')}
      count={
        hasNextPage
          ? t('changes.notAllLooked')
          : t('common.showing', { shown: skills.length, total: skills.length })
      }
    >
      {skills.length === 0 && <Empty>{t('changes.noneTouched')}</Empty>}
      <div className="list">
        {skills.map(({ id, functionName, agentName, impact, title }) => (
          <Link key={id} to="/review" search={{ type: 'drift', item: id }}>
            <TwoLines name={<span className="mono">{functionName}</span>} below={`${agentName} · ${title}`} />
            {impact !== null && (
              <Status meaning={impact === 'compatible' ? 'ok' : 'warn'}>
                {t(`review.impact_${impact}`)}
              </Status>
            )}
            <Icon of={ChevronRight} size="small" />
          </Link>
        ))}
      </div>
    </Card>
  )
}
