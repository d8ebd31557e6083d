import { type ReactNode, useId } from 'react'

interface EnteredFieldProps {
  readonly label: string
  readonly value: string
  readonly maxLength: number
  readonly onEnter: (value: string) => void
}

/** A text that counts when it was finished: by Enter, or by going on. */
export function EnteredField({ label, value, maxLength, onEnter }: EnteredFieldProps): ReactNode {
  const id = useId()
  const enter = (typed: string): void => {
    if (typed !== value) onEnter(typed)
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        key={value}
        id={id}
        className="input"
        dir="auto"
        maxLength={maxLength}
        defaultValue={value}
        onBlur={({ target }) => enter(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') enter(currentTarget.value)
        }}
      />
    </div>
  )
}
