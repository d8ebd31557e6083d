import type { ReactNode } from 'react'
import styles from './rows.module.css'

interface InlineSelectProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
  /** `names`: what can be chosen is called the same in every language. */
  readonly of?: 'words' | 'names'
  /** What of the binding it says, so that an issue leads to it. */
  readonly pointer?: string
}

/** One of several within a sentence; what is chosen and not among them stands there as it is. */
export function InlineSelect<Value extends string>(props: InlineSelectProps<Value>): ReactNode {
  const { label, value, options, onChange, of = 'words', pointer } = props
  return (
    <select
      className={of === 'names' ? `mono ${styles.select}` : styles.select}
      translate={of === 'names' ? 'no' : undefined}
      aria-label={label}
      data-pointer={pointer}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      {!options.some((option) => option.value === value) && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
