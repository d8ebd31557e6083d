/**
 * A text as it is compared: without upper case, and each code unit where it was, so that a place in it is the same place in the
 * text as people read it.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return Array.from(text, foldCharacter).join('')
}

/** A few characters are longer in lower case ("İ"); they stay. */
function foldCharacter(character: string): string {
  const lower = character.toLowerCase()
  return lower.length === character.length ? lower : character
}

/** Most words of a query that are looked at. */
const mostWords = 12

export const wordsOf = (query: string): readonly string[] =>
  fold(query)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, mostWords)
