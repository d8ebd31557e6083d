import { fingerprintText } from './canonical-json.ts'

/**
 * A name of at most `most` characters (20 or more) for any text: a longer one keeps its beginning and its end, and a hash
 * of all of it tells it from others that are alike there. Cutting the end was rejected: long names of one server begin
 * alike and say at the end which is which.
 */
export function shortName(name: string, most: number, separator = '_'): string {
  if (name.length <= most) return name
  const hash = fingerprintText(name).slice(-6)
  const room = most - hash.length - 2 * separator.length
  const head = wholeWords(name.slice(0, Math.floor(room / 2)), 'head', separator)
  const tail = wholeWords(name.slice(-Math.ceil(room / 2)), 'tail', separator)
  return [head, tail, hash].join(separator).toWellFormed()
}

/** A part without the word that the cut went through, unless that is most of it. */
function wholeWords(part: string, end: 'head' | 'tail', separator: string): string {
  const at = end === 'head' ? part.lastIndexOf(separator) : part.indexOf(separator)
  const whole = end === 'head' ? part.slice(0, Math.max(0, at)) : part.slice(at + separator.length)
  return at >= 0 && whole.length * 2 >= part.length ? whole : part
}
