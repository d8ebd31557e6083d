import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../../text/translate.ts'
import { Icon } from '../../../ui/icon.tsx'
import { issuesAt, useEditor } from '../editor-context.tsx'
import { focusPlace } from '../focus-place.ts'
import { toSnake } from '../outputs.ts'
import {
  type AggregateValue,
  columnsFor,
  moveValue,
  removeValue,
  setValue,
  withFunction,
} from './aggregate.ts'
import { InlineSelect } from './inline-select.tsx'
import { InlineText } from './inline-text.tsx'
import { RowActs } from './row-acts.tsx'
import { RowIssue } from './row-issue.tsx'
import styles from './rows.module.css'

const functions = ['count', 'sum', 'min', 'max', 'avg'] as const

interface AggregateValueRowProps {
  readonly value: AggregateValue
  readonly at: number
  /** It is the last one: without it nothing comes of the rows. */
  readonly isOnly: boolean
}

/** One value: its name for agents, and what it is made of. */
export function AggregateValueRow({ value, at, isOnly }: AggregateValueRowProps): ReactNode {
  const { draft, columns, validation } = useEditor()
  const pointer = `/aggregate/values/${at}`
  const name = t('rows.valueNumber', { number: at + 1 })
  const [issue] = issuesAt(validation, pointer)
  const change = (next: AggregateValue): void => draft.edit(setValue(draft.binding, at, next))
  const made = functions.filter((fn) => fn === 'count' || columnsFor(fn, columns).length > 0)
  return (
    <div
      className={styles.row}
      role="group"
      aria-label={name}
      data-pointer={pointer}
      data-bad={issue?.severity === 'error'}
    >
      <div className={styles.sentence}>
        <LeafName
          leaf={value.leaf}
          pointer={`${pointer}/leaf`}
          onRename={(leaf) => change({ ...value, leaf })}
        />
        <Icon of={ArrowLeft} size="small" />
        <InlineSelect
          label={t('rows.function')}
          pointer={`${pointer}/fn`}
          value={value.fn}
          options={made.map((fn) => ({ value: fn, label: t(`rows.fn_${fn}`) }))}
          onChange={(fn) => change(withFunction(value, fn, columns))}
        />
        <span className={styles.word}>{t('rows.of')}</span>
        <ValueField value={value} pointer={`${pointer}/field`} onChange={change} />
        <RowIssue issue={issue} />
      </div>
      <RowActs
        name={name}
        onMove={(by) => {
          draft.edit(moveValue(draft.binding, at, by))
          focusPlace(`/aggregate/values/${Math.max(0, at + by)}`)
        }}
        onRemove={() => {
          draft.edit(removeValue(draft.binding, at))
          focusPlace(pointer)
        }}
        {...(isOnly && { keeps: t('rows.oneValue') })}
      />
    </div>
  )
}

interface ValueFieldProps {
  readonly value: AggregateValue
  readonly pointer: string
  readonly onChange: (next: AggregateValue) => void
}

/** What is summed or compared: a field, or for a count the rows themselves. */
function ValueField({ value, pointer, onChange }: ValueFieldProps): ReactNode {
  const { columns } = useEditor()
  const { field, ...rest } = value
  const fields = columnsFor(value.fn, columns).map(({ name }) => ({ value: name, label: name }))
  const rows = { value: '', label: t('rows.rows') }
  return (
    <InlineSelect
      label={t('rows.field')}
      of="names"
      pointer={pointer}
      value={field ?? ''}
      options={value.fn === 'count' ? [rows, ...fields] : fields}
      onChange={(next) => onChange(next === '' ? rest : { ...rest, field: next })}
    />
  )
}

interface LeafNameProps {
  readonly leaf: string
  readonly pointer: string
  readonly onRename: (leaf: string) => void
  readonly label?: string
}

/** A name under which agents get something. */
export function LeafName({ leaf, pointer, onRename, label }: LeafNameProps): ReactNode {
  return (
    <InlineText
      label={label ?? t('rows.leaf')}
      look="plain"
      pointer={pointer}
      value={leaf}
      onEnter={(text) => {
        if (text.trim() !== '') onRename(toSnake(text))
        return undefined
      }}
    />
  )
}
