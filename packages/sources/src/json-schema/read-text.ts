import type { Json } from '@bindery/model'
import type { IssueLog } from './issue-log.ts'

/** Whatever can say where it is; asked only when something is reported. */
export interface Addressed {
  readonly pointer: string
}

const maxLength = 2000

/** C0 and C1 controls but tab and line ends, bidirectional controls, and characters without any width. */
const unprintable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/

const everyUnprintable = new RegExp(unprintable, 'g')

/**
 * A description or title as plain text of at most 2,000 characters: control, bidirectional and invisible characters are
 * shown as `[U+202E]` and reported. Undefined for anything but text with content.
 */
export function readText(value: Json | undefined, at: Addressed, log: IssueLog): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.length > maxLength ? `${value.slice(0, maxLength - 1)}…` : value
  if (!unprintable.test(text)) return toVisible(text)
  log.report({
    code: 'text_unprintable',
    severity: 'warning',
    message: 'A text holds control, direction or invisible characters; they are shown by their code.',
    pointer: at.pointer,
  })
  return toVisible(text.replaceAll(everyUnprintable, toCode))
}

/** Reports a name that people or models could misread; names are data, so they stay as they are. */
export function checkName(name: string, at: Addressed, log: IssueLog): void {
  if (name.isWellFormed() && !unprintable.test(name)) return
  log.report({
    code: 'name_unprintable',
    severity: 'warning',
    message: 'A name holds control, direction or invisible characters.',
    pointer: at.pointer,
  })
}

function toVisible(text: string): string | undefined {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed()
  return wellFormed.trim() === '' ? undefined : wellFormed
}

function toCode(character: string): string {
  return `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`
}
