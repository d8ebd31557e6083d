import { type ReactNode, useId } from 'react'

interface ChoiceFieldProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** `names`: what can be chosen is called the same in every language. */
  readonly of?: 'words' | 'names'
  /** What the list says while nothing is chosen. */
  readonly empty?: string
  readonly onChange: (value: string) => void
}

/**
 * One of several, with its name: the browser's own list. What is chosen and not among them is one more, by what it is called in
 * the address: the list never says something else than what holds.
 */
export function ChoiceField({
  label,
  hint,
  value,
  options,
  of = 'words',
  empty = '',
  onChange,
}: ChoiceFieldProps): ReactNode {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        translate={of === 'names' ? 'no' : undefined}
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      >
        {!options.some((option) => option.value === value) && (
          <option value={value}>{value === '' ? empty : value}</option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  )
}
