export interface Pressed {
  /** In the words of the list of shortcuts. */
  readonly keys: string
  readonly isChord: boolean
  /** The focus is where text is written, or the key presses what has the focus. */
  readonly isTaken: boolean
}

/** What was pressed; undefined for a modifier alone, and while a word is being composed. */
export function pressedKeys(event: KeyboardEvent): Pressed | undefined {
  if (event.isComposing || event.altKey || ['Control', 'Shift', 'Meta', 'Alt'].includes(event.key))
    return undefined
  const isChord = event.ctrlKey || event.metaKey
  const key = isChord && event.key.length === 1 ? event.key.toLowerCase() : event.key
  const parts = [...(isChord ? ['mod'] : []), ...(isChord && event.shiftKey ? ['Shift'] : []), key]
  // Of what stands in a shadow root, the page sees the host alone.
  const target = event.composedPath()[0] ?? event.target
  const isTaken = isText(target) || (event.key === 'Enter' && isPressable(target))
  return { keys: parts.join('+'), isChord, isTaken }
}

const isPressable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('a, button, summary, dialog') !== null

function isText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}
