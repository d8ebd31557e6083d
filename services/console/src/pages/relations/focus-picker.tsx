import { type ReactNode, useId, useState } from 'react'
import { t } from '../../text/translate.ts'
import styles from './relations-view.module.css'

interface FocusPickerProps {
  readonly names: readonly string[]
  readonly focus: string
  readonly onFocus: (object: string) => void
}

/** Names that the browser offers at once. */
const mostOffered = 50

/** The object in focus; typing offers others. */
export function FocusPicker({ names, focus, onFocus }: FocusPickerProps): ReactNode {
  const [typed, setTyped] = useState<string>()
  const id = useId()
  const words = (typed ?? '').toLowerCase()
  const offered = names.filter((name) => name.toLowerCase().includes(words)).slice(0, mostOffered)
  return (
    <form
      className={styles.picker}
      onSubmit={(event) => {
        event.preventDefault()
        const [first] = offered
        if (typed === undefined || first === undefined) return
        onFocus(names.includes(typed) ? typed : first)
        setTyped(undefined)
      }}
    >
      <input
        className="input mono"
        list={id}
        aria-label={t('relations.focus')}
        value={typed ?? focus}
        spellCheck={false}
        onChange={({ target: { value } }) => {
          if (names.includes(value)) {
            onFocus(value)
            setTyped(undefined)
          } else setTyped(value)
        }}
        onBlur={() => setTyped(undefined)}
      />
      <datalist id={id}>
        {offered.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
    </form>
  )
}
