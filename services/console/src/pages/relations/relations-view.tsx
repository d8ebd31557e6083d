import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { indexQuery, relationsQuery } from '../../api/catalog.ts'
import { t } from '../../text/translate.ts'
import { Segments } from '../../ui/segments.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { Drawing } from './drawing.tsx'
import { FocusPicker } from './focus-picker.tsx'
import { RelationList } from './relation-list.tsx'
import styles from './relations-view.module.css'

const steps = [
  { value: '1', label: '1' },
  { value: '2', label: '2' },
  { value: '3', label: '3' },
] as const

/** What is around one object: a drawing, and the list that says the same. */
export function RelationsView(): ReactNode {
  const { kind } = useParams({ from: '/providers/$kind/schema/relations' })
  const { focus, steps: chosen = '1' } = useSearch({ from: '/providers/$kind/schema/relations' })
  const navigate = useNavigate()
  const index = useQuery(indexQuery(kind))
  const names = index.data?.objects.name ?? []
  const object = focus ?? names[0]
  const choose = (next: string): void =>
    void navigate({ to: '.', search: (search) => ({ ...search, focus: next }), replace: focus === undefined })
  if (index.isPending) return <Skeleton rows={8} what={t('relations.title')} />
  if (index.data === undefined) return <Failure error={index.error} onRetry={() => void index.refetch()} />
  if (object === undefined) return <Empty>{t('schema.noObjects')}</Empty>
  return (
    <div className={styles.place}>
      <div className={styles.tools}>
        <FocusPicker names={names} focus={object} onFocus={choose} />
        <span className="grow" />
        <span className="dim">{t('relations.steps')}</span>
        <Segments
          label={t('relations.steps')}
          value={chosen}
          options={steps}
          onChange={(next) =>
            void navigate({ to: '.', search: (search) => ({ ...search, steps: next }), replace: true })
          }
        />
      </div>
      <Around kind={kind} focus={object} steps={chosen} onFocus={choose} />
    </div>
  )
}

interface AroundProps {
  readonly kind: string
  readonly focus: string
  readonly steps: '1' | '2' | '3'
  readonly onFocus: (object: string) => void
}

function Around({ kind, focus, steps: chosen, onFocus }: AroundProps): ReactNode {
  const { data, error, isPending, refetch } = useQuery(relationsQuery(kind, focus, chosen))
  if (isPending) return <Skeleton rows={8} what={focus} />
  if (data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  return (
    <div className={styles.split}>
      <RelationList kind={kind} focus={focus} relations={data} onFocus={onFocus} />
      <Drawing focus={focus} relations={data} onFocus={onFocus} />
    </div>
  )
}
