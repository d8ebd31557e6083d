import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { t } from '../../text/translate.ts'
import { type Choice, choicesFor } from './choices.ts'
import { useEditor } from './editor-context.tsx'
import styles from './picker.module.css'
import type { Source, Target } from './source.ts'
import { SourcePill } from './source-pill.tsx'

interface SourcePickerProps {
  readonly target: Target
  readonly source: Source | undefined
  readonly onChoose: (source: Source | undefined) => void
}

/**
 * What fits an argument, narrowed by typing; what is typed can be a value or a new parameter itself. Enter takes the marked choice,
 * Escape leaves everything as it was.
 */
export function SourcePicker({ target, source, onChoose }: SourcePickerProps): ReactNode {
  const { parameters, earlier, focused, focus } = useEditor()
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const id = useId()
  const isOpen = focused === target
  const choices = isOpen ? choicesFor({ target, typed, parameters, earlier }) : []
  const marked = choices[Math.min(place, choices.length - 1)]
  const close = (): void => {
    setTyped('')
    setPlace(0)
    focus(undefined)
  }
  const take = (choice: Choice | undefined): void => {
    if (choice === undefined) return
    setTyped('')
    setPlace(0)
    onChoose(choice.source)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const moved = moveIn(event.key, place, choices.length)
    if (moved !== undefined) setPlace(moved)
    else if (event.key === 'Enter') take(marked)
    else if (event.key === 'Escape') close()
    else if (event.key === 'Delete' && typed === '' && source !== undefined) onChoose(undefined)
    else return
    event.preventDefault()
  }
  return (
    <div
      className={styles.picker}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || close()}
    >
      <input
        className="input mono"
        role="combobox"
        aria-label={t('editor.sourceOf', { name: target.name })}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={marked === undefined ? undefined : `${id}-${marked.id}`}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('editor.chooseOrType')}
        value={typed}
        onFocus={() => focus(target)}
        onChange={(event) => {
          setTyped(event.target.value)
          setPlace(0)
        }}
        onKeyDown={onKeyDown}
      />
      {isOpen && <ChoiceList id={id} target={target} choices={choices} marked={marked} onTake={take} />}
    </div>
  )
}

interface ChoiceListProps {
  readonly id: string
  readonly target: Target
  readonly choices: readonly Choice[]
  readonly marked: Choice | undefined
  readonly onTake: (choice: Choice) => void
}

function ChoiceList({ id, target, choices, marked, onTake }: ChoiceListProps): ReactNode {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label={t('editor.fitsA', { type: target.type })}
      className={styles.list}
    >
      {choices.map((choice) => (
        <div
          key={choice.id}
          id={`${id}-${choice.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={choice === marked}
          className={styles.choice}
          // Before the field loses the focus, which would close the list.
          onMouseDown={(event) => {
            event.preventDefault()
            onTake(choice)
          }}
        >
          <SourcePill source={choice.source} />
          <span className="dim cut">{choice.says}</span>
        </div>
      ))}
      {choices.length === 0 && <p className="hint">{t('editor.nothingFits', { type: target.type })}</p>}
    </div>
  )
}

function moveIn(key: string, place: number, count: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(count - 1, place + 1)
  if (key === 'ArrowUp') return Math.max(0, place - 1)
  return undefined
}
