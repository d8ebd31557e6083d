/** Part of an expression, from a character up to another one. */
export interface TextRange {
  readonly from: number
  readonly to: number
}

/**
 * The part of an expression that an issue is about: the word or the sign at the character that its message ends with, which
 * the checker names just behind a word. All of it where the message names none.
 */
export function rangeOfIssue(text: string, message: string): TextRange {
  const said = /\(character (\d+)\)$/.exec(message)?.[1]
  if (said === undefined) return { from: 0, to: text.length }
  const place = Math.min(Number(said) - 1, text.length)
  const before = lettersBefore(text, place)
  const behind = /^[\p{L}\p{N}_$]+/u.exec(text.slice(place))?.[0].length ?? 0
  if (before + behind > 0) return { from: place - before, to: place + behind }
  return place < text.length ? { from: place, to: place + 1 } : { from: Math.max(0, place - 1), to: place }
}

/** How many letters of one word end at a place. */
function lettersBefore(text: string, place: number): number {
  const letters = Array.from(text.slice(0, place)).reverse()
  const end = letters.findIndex((letter) => !/[\p{L}\p{N}_$]/u.test(letter))
  return letters.slice(0, end === -1 ? letters.length : end).join('').length
}
