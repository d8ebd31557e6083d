export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

export type Span = string | { readonly style: Style; readonly text: string }

/** One line for a person. Whatever stands in it is shown and never obeyed by the terminal. */
export type Line = string | readonly Span[]

const codes: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
}

/** The text of a line: its own styles where colour is wanted, everything else made visible. */
export function lineText(line: Line, colour: 'colour' | 'plain'): string {
  const spans = typeof line === 'string' ? [line] : line
  return spans.map((span) => spanText(span, colour)).join('')
}

function spanText(span: Span, colour: 'colour' | 'plain'): string {
  if (typeof span === 'string') return visible(span)
  const text = visible(span.text)
  if (colour === 'plain') return text
  const [on, off] = codes[span.style]
  return `\u001b[${on}m${text}\u001b[${off}m`
}

/**
 * What a terminal would obey or hide: C0 and C1 controls but newline and tab, DEL, marks that turn the direction of text
 * (Boucher & Anderson 2021, "Trojan Source"), and line separators that are none.
 */
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** The text with every such character written out: `\u001b`. Newlines and tabs stay. */
export const visible = (text: string): string => text.replaceAll(obeyed, escapeOf)

/** The same on one line, for a cell of a table. */
export const visibleOnOneLine = (text: string): string =>
  visible(text).replaceAll('\n', '\\n').replaceAll('\t', ' ')

const escapeOf = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
