import { type ReactNode, useId } from 'react'
import { toTime } from '../text/to-time.ts'
import { useTyped } from './use-typed.ts'

interface TimeFieldProps {
  readonly label: string
  /** ISO 8601; undefined for none. */
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

/** A date with a time, in the zone of whoever looks. A year of which the first digits are typed is no time yet. */
export function TimeField({ label, value, onChange }: TimeFieldProps): ReactNode {
  const id = useId()
  const { shown, type, leave } = useTyped(value === undefined ? '' : toLocal(value))
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        className="input"
        value={shown}
        onBlur={leave}
        onChange={({ target }) => {
          type(target.value)
          const time = fromLocal(target.value)
          if (time !== undefined || target.value === '') onChange(time)
        }}
      />
    </div>
  )
}

const twoDigits = (part: number): string => String(part).padStart(2, '0')

function toLocal(iso: string): string {
  const at = new Date(iso)
  const day = [
    String(at.getFullYear()).padStart(4, '0'),
    twoDigits(at.getMonth() + 1),
    twoDigits(at.getDate()),
  ]
  return `${day.join('-')}T${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`
}

const fromLocal = (text: string): string | undefined =>
  Number.isNaN(Date.parse(text)) ? undefined : toTime(new Date(text).toISOString())
