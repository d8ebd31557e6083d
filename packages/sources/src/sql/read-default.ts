import type { Json } from '@bindery/model'

/** The value of a default that is a plain literal: `'open'::text`, `0`, `true`. Undefined for anything that is computed. */
export function readDefault(expression: string): Json | undefined {
  const text = /^'((?:[^']|'')*)'(?:::[\w ."()[\],]+)?$/.exec(expression)?.[1]
  if (text !== undefined) return text.replaceAll("''", "'")
  if (expression === 'true' || expression === 'false') return expression === 'true'
  if (!/^-?\d{1,15}$/.test(expression)) return undefined
  return Number(expression)
}
