import type { SchemaDiff } from '@bindery/client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { schemaDiffQuery } from '../../api/changes.ts'
import { atTime } from '../../text/times.ts'
import { formatNumber, t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import styles from './changes-page.module.css'
import { impacts, type Range } from './changes-search.ts'
import { PartRow } from './part-row.tsx'
import { RenameList } from './rename-list.tsx'

interface DifferenceProps {
  readonly kind: string
  readonly range: Range
}

/** What differs between two catalogs, in words, the gravest first where it is asked for. */
export function Difference({ kind, range }: DifferenceProps): ReactNode {
  const { impact } = useSearch({ strict: false })
  const diff = useInfiniteQuery(schemaDiffQuery(kind, { ...range, impact }))
  if (diff.isPending) return <Skeleton rows={8} what={t('changes.title')} />
  if (diff.data === undefined) return <Failure error={diff.error} onRetry={() => void diff.refetch()} />
  const [first] = diff.data.pages
  const parts = diff.data.pages.flatMap(({ data }) => data.changes)
  if (first === undefined) return null
  const { counts, head, renames, from, to } = first.data
  const heads = head.filter((fact) => impact === undefined || fact.impact === impact)
  return (
    <>
      <RenameList kind={kind} renames={renames} />
      <Card
        title={t('changes.what')}
        count={t('common.showing', { shown: parts.length, total: first.meta?.total ?? parts.length })}
      >
        <div className={styles.filter}>
          <ImpactFilter counts={counts} />
          <span>
            {t('changes.between', { from: atTime(from.discoveredAt), to: atTime(to.discoveredAt) })}
          </span>
          <span className="dim">
            {t('changes.counts', { added: counts.added, changed: counts.changed, removed: counts.removed })}
          </span>
        </div>
        {parts.length + heads.length === 0 && (
          <Empty>{t(impact === undefined ? 'changes.same' : 'changes.noneOfThat')}</Empty>
        )}
        <ul className="list">
          {heads.map((fact) => (
            <PartRow
              key={fact.fact + (fact.member ?? '')}
              part={{
                change: 'changed',
                kind: 'document',
                name: fact.member ?? fact.fact,
                impact: fact.impact,
                facts: [fact],
              }}
            />
          ))}
          {parts.map((part) => (
            <PartRow key={`${part.kind} ${part.name}`} part={part} />
          ))}
        </ul>
        {diff.hasNextPage && (
          <p className={styles.more}>
            <Button isBusy={diff.isFetchingNextPage} onClick={() => void diff.fetchNextPage()}>
              {t('changes.more')}
            </Button>
          </p>
        )}
      </Card>
    </>
  )
}

function ImpactFilter({ counts }: Pick<SchemaDiff, 'counts'>): ReactNode {
  const { impact } = useSearch({ strict: false })
  const navigate = useNavigate()
  return (
    <Segments
      label={t('changes.show')}
      value={impact ?? 'all'}
      options={(['all', ...impacts] as const).map((value) => ({
        value,
        label:
          value === 'all' ? t('changes.all') : `${t(`changes.is_${value}`)} ${formatNumber(counts[value])}`,
      }))}
      onChange={(next) =>
        void navigate({ to: '.', search: next === 'all' ? {} : { impact: next }, replace: true })
      }
    />
  )
}
