const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** What a person sees as the first `count` letters. */
export const firstLetters = (text: string, count: number): string =>
  Array.from(letters.segment(text), ({ segment }) => segment)
    .slice(0, count)
    .join('')

/** Two letters that stand for a name: of its first two words, or of its only one. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s_-]+/).filter((word) => word !== '')
  const [first = '', second] = words
  if (second === undefined) return firstLetters(first, 2)
  return (firstLetters(first, 1) + firstLetters(second, 1)).toUpperCase()
}
