import type { Result } from '../result.ts'

/**
 * A language in which a provider takes a search as one text. It says how a value is written as one literal, and where a
 * template of it has no place for a value. What cannot be written without doubt is refused: the failure says why, to stand
 * behind "it".
 */
export interface TextSyntax {
  /** Where a template holds text that is no code: within these a value would not be a literal of its own. */
  readonly enclosures: readonly Enclosure[]
  /** Outside of them, a backslash takes the next character as it is. */
  readonly hasEscapes?: true
  /** `plain`: no literals are known, so values are held to few characters and may touch the text around them. */
  readonly isUnknown?: true
  readonly writeText: WriteText
  /** From the digits of a decimal number, without an exponent. The digits themselves when absent. */
  readonly writeNumber?: (digits: string) => string
  /** Days and moments stand as they are, without quotes. */
  readonly hasMoments?: true
  /** Behind this, a text is a pattern with signs of its own. */
  readonly pattern?: { readonly behind: RegExp; readonly write: WriteText }
  /** Whether a quoted text names a field there, rather than a value. Both texts are without what is enclosed. */
  readonly isName?: (before: string, after: string) => boolean
  /** Whether a template is whole once its places are filled, for languages that are read as a document. */
  readonly isWhole?: (text: string) => boolean
}

export type WriteText = (value: string) => Result<string, string>

export interface Enclosure {
  readonly kind: 'quotes' | 'pattern' | 'comment'
  readonly open: string
  readonly close: string
  /** What takes the next character as it is, and how many characters that is together. */
  readonly escape?: { readonly sign: string; readonly length: number }
}

/** A backslash and what follows it. */
export const backslash = { sign: '\\', length: 2 } as const

// Line breaks of Unicode end a line to some readers: U+0085, U+2028 and U+2029.
const control = /[\p{Cc}\u2028\u2029]/u

/** Why a text cannot stand in a literal of one line; undefined for one that can. */
export const controlProblem = (value: string): string | undefined =>
  control.test(value) ? 'holds a line break or another control character' : undefined
