import { useEffect, useEffectEvent } from 'react'
import { pressedKeys, type Pressed } from './pressed.ts'
import { areSingleKeysOn } from './single-keys.ts'
import { type ShortcutId, shortcuts } from './shortcuts.ts'

/** Most time between the two keys of a sequence, in ms. */
const sequenceMs = 1200

/** Does `act` when the keys of `id` are pressed while the component stands on the page. */
export function useShortcut(id: ShortcutId, act: () => void): void {
  const onPressed = useEffectEvent(act)
  useEffect(() => {
    const { keys } = shortcuts[id]
    const isSequence = keys.includes(' ')
    let before: { readonly key: string; readonly at: number } | undefined
    const listen = (event: KeyboardEvent): void => {
      // A list that has the focus has moved already.
      const pressed = event.defaultPrevented ? undefined : pressedKeys(event)
      if (pressed === undefined || !mayAct(pressed)) return
      const isSequel = isSequence && before !== undefined && event.timeStamp - before.at < sequenceMs
      const whole = isSequel ? `${before?.key} ${pressed.keys}` : pressed.keys
      before = { key: pressed.keys, at: event.timeStamp }
      if (whole !== keys) return
      event.preventDefault()
      onPressed()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [id])
}

/** A key without Ctrl does nothing where it is taken, as while somebody types, or when it was switched off. */
const mayAct = ({ isChord, isTaken }: Pressed): boolean => isChord || (!isTaken && areSingleKeysOn())
