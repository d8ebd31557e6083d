import { Plus } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { t } from '../../../text/translate.ts'
import { Button } from '../../../ui/button.tsx'
import { issuesAt, useEditor } from '../editor-context.tsx'
import { focusPlace } from '../focus-place.ts'
import paneStyles from '../panes.module.css'
import { InlineSelect } from './inline-select.tsx'
import { addOrder, mostOrders, moveOrder, type OrderEntry, removeOrder, setOrder } from './order.ts'
import { ofLevel } from './of-level.ts'
import { RowActs } from './row-acts.tsx'
import { RowIssue } from './row-issue.tsx'
import styles from './rows.module.css'

/** What rows, or groups, can be ordered by. */
export interface Orderable {
  readonly name: string
  readonly type: string
}

interface OrderRowsProps {
  readonly by: readonly Orderable[]
  /** What holds while nothing is ordered. */
  readonly without?: string
  /** Why nothing can be ordered yet. */
  readonly refusal?: string | undefined
}

/** In which order rows come; the key comes last by itself. */
export function OrderRows({ by, without, refusal }: OrderRowsProps): ReactNode {
  const { draft, level } = useEditor()
  const id = useId()
  const orderBy = draft.binding.orderBy ?? []
  const [free] = by.filter(({ name }) => !orderBy.some(({ field }) => field === name))
  return (
    <section className={paneStyles.pane} aria-labelledby={id} data-pointer={`${level.pointer}/orderBy`}>
      <header className={paneStyles.head}>
        <h2 id={id}>{ofLevel(t('rows.order'), level)}</h2>
        <span className="count-line">{t('rows.orderCount', { count: orderBy.length })}</span>
      </header>
      {orderBy.length === 0 && <p className={`dim ${styles.lead}`}>{without ?? t('rows.noOrder')}</p>}
      {orderBy.length > 0 && (
        <ul className={styles.list}>
          {orderBy.map((entry, at) => (
            <li key={at}>
              <OrderRow entry={entry} at={at} by={by} />
            </li>
          ))}
        </ul>
      )}
      <p className={styles.foot}>
        <Button
          icon={Plus}
          refusal={
            orderBy.length < mostOrders && free !== undefined
              ? undefined
              : (refusal ?? t('rows.full', { count: orderBy.length }))
          }
          onClick={() => {
            if (free === undefined) return
            draft.edit(addOrder(draft.binding, free.name))
            focusPlace(`${level.pointer}/orderBy/${orderBy.length}`)
          }}
        >
          {t('rows.addOrder')}
        </Button>
      </p>
    </section>
  )
}

interface OrderRowProps {
  readonly entry: OrderEntry
  readonly at: number
  readonly by: readonly Orderable[]
}

function OrderRow({ entry, at, by }: OrderRowProps): ReactNode {
  const { draft, validation, level } = useEditor()
  const pointer = `${level.pointer}/orderBy/${at}`
  const name = ofLevel(t('rows.orderedBy', { number: at + 1 }), level)
  const [issue] = issuesAt(validation, pointer)
  const change = (next: OrderEntry): void => draft.edit(setOrder(draft.binding, at, next))
  const [ascending, descending] = wordsFor(by.find((each) => each.name === entry.field)?.type)
  return (
    <div
      className={styles.row}
      role="group"
      aria-label={name}
      data-pointer={pointer}
      data-bad={issue?.severity === 'error'}
    >
      <div className={styles.sentence}>
        <InlineSelect
          label={t('rows.field')}
          of="names"
          pointer={`${pointer}/field`}
          value={entry.field}
          options={by.map((each) => ({ value: each.name, label: each.name }))}
          onChange={(field) => change({ ...entry, field })}
        />
        <InlineSelect
          label={t('rows.sorted')}
          pointer={`${pointer}/direction`}
          value={entry.direction ?? 'asc'}
          options={[
            { value: 'asc', label: ascending },
            { value: 'desc', label: descending },
          ]}
          onChange={(direction) => change({ field: entry.field, ...(direction === 'desc' && { direction }) })}
        />
        <RowIssue issue={issue} />
      </div>
      <RowActs
        name={name}
        onMove={(step) => {
          draft.edit(moveOrder(draft.binding, at, step))
          focusPlace(`${level.pointer}/orderBy/${Math.max(0, at + step)}`)
        }}
        onRemove={() => {
          draft.edit(removeOrder(draft.binding, at))
          focusPlace(pointer)
        }}
      />
    </div>
  )
}

function wordsFor(type: string | undefined): readonly [string, string] {
  if (type === 'date' || type === 'datetime' || type === 'time') return [t('rows.earliest'), t('rows.latest')]
  if (type === 'string' || type === 'email') return [t('rows.byName'), t('rows.byNameBack')]
  return [t('rows.ascending'), t('rows.descending')]
}
