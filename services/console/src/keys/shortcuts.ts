import type { MessageKey } from '../text/translate.ts'

interface Shortcut {
  /** As it is pressed: `mod` is Ctrl, or Cmd on a Mac; two keys with a space between are pressed one after the other. */
  readonly keys: string
  readonly says: MessageKey
}

/** Every key that does something anywhere in the console: the sheet of keys and the documentation are made of this list. */
export const shortcuts = {
  help: { keys: '?', says: 'keys.help' },
  palette: { keys: 'mod+k', says: 'keys.palette' },
  search: { keys: '/', says: 'keys.search' },
  goProviders: { keys: 'g p', says: 'keys.goProviders' },
  goAgents: { keys: 'g a', says: 'keys.goAgents' },
  goReview: { keys: 'g r', says: 'keys.goReview' },
  goActivity: { keys: 'g v', says: 'keys.goActivity' },
  next: { keys: 'j', says: 'keys.next' },
  previous: { keys: 'k', says: 'keys.previous' },
  open: { keys: 'Enter', says: 'keys.open' },
  bind: { keys: 'b', says: 'keys.bind' },
  save: { keys: 'mod+s', says: 'keys.save' },
  test: { keys: 'mod+Enter', says: 'keys.test' },
  undo: { keys: 'mod+z', says: 'keys.undo' },
  redo: { keys: 'mod+Shift+z', says: 'keys.redo' },
} as const satisfies Readonly<Record<string, Shortcut>>

export type ShortcutId = keyof typeof shortcuts
