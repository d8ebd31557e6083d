import { type ReactNode, useId, useState } from 'react'
import styles from './rows.module.css'

interface InlineTextProps {
  readonly label: string
  readonly value: string
  readonly look: 'param' | 'const' | 'plain'
  /** Takes what was typed when it is finished; a sentence says why it is not taken. */
  readonly onEnter: (text: string) => string | undefined
  readonly suggestions?: readonly string[]
  readonly hint?: string
  readonly pointer?: string
}

/** A value within a sentence: it counts when it is finished, by Enter or by going on, so that undoing takes back whole values. */
export function InlineText(props: InlineTextProps): ReactNode {
  const { label, value, look, onEnter, suggestions = [], hint, pointer } = props
  const id = useId()
  const [typed, setTyped] = useState<string>()
  const [fault, setFault] = useState<string>()
  const enter = (): void => {
    if (typed === undefined) return
    const why = typed === value ? undefined : onEnter(typed)
    setFault(why)
    if (why === undefined) setTyped(undefined)
  }
  return (
    <span className={styles.entry}>
      <input
        className={`mono ${styles.text}`}
        data-look={look}
        data-pointer={pointer}
        aria-label={label}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-fault`}
        autoComplete="off"
        spellCheck={false}
        maxLength={300}
        placeholder={hint}
        list={suggestions.length === 0 ? undefined : `${id}-list`}
        value={typed ?? value}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={enter}
        onKeyDown={(event) => {
          if (event.key === 'Enter') enter()
          if (event.key !== 'Escape' || typed === undefined) return
          setTyped(undefined)
          setFault(undefined)
        }}
      />
      {suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </datalist>
      )}
      {fault !== undefined && (
        <span id={`${id}-fault`} role="alert" className="status bad">
          {fault}
        </span>
      )}
    </span>
  )
}
