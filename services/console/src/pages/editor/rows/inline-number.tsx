import type { ReactNode } from 'react'
import styles from './rows.module.css'

interface InlineNumberProps {
  readonly label: string
  readonly value: number
  readonly most: number
  readonly onChange: (value: number) => void
  readonly pointer?: string
}

/** A whole number from 1 within a sentence; one that is out of bounds counts for nothing. */
export function InlineNumber({ label, value, most, onChange, pointer }: InlineNumberProps): ReactNode {
  return (
    <input
      className={styles.number}
      type="number"
      aria-label={label}
      data-pointer={pointer}
      min={1}
      max={most}
      value={value}
      onChange={(event) => {
        const next = event.target.valueAsNumber
        if (Number.isInteger(next) && next >= 1 && next <= most) onChange(next)
      }}
    />
  )
}
