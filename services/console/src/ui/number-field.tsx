import type { ReactNode } from 'react'
import { Field } from './field.tsx'
import { useTyped } from './use-typed.ts'

interface NumberFieldProps {
  readonly label: string
  readonly least: number
  readonly most: number
  readonly value: number | undefined
  /** What is said of a number that is out of bounds. */
  readonly bounds: string
  readonly onChange: (value: number | undefined) => void
}

/** A whole number; one that is out of bounds counts for nothing, stays where it was typed and is said. */
export function NumberField({ label, least, most, value, bounds, onChange }: NumberFieldProps): ReactNode {
  const { shown, type, leave } = useTyped(value === undefined ? '' : String(value))
  const isWithin = (text: string): boolean =>
    /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most
  return (
    <Field
      label={label}
      inputMode="numeric"
      value={shown}
      error={shown === '' || isWithin(shown) ? undefined : bounds}
      onBlur={() => {
        if (shown === '' || isWithin(shown)) leave()
      }}
      onChange={({ target }) => {
        type(target.value)
        onChange(isWithin(target.value) ? Number(target.value) : undefined)
      }}
    />
  )
}
