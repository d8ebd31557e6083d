/**
 * A text without the copies of one character at its end. A pattern such as `/0+$/` begins anew at every zero of a text that
 * ends otherwise, which takes quadratic time.
 */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === character) end -= 1
  return text.slice(0, end)
}
