import { parsePointer } from '@bindery/model'

/** A runtime expression of Arazzo: where a value comes from. Pointers are taken apart, and empty for the whole value. */
export type Expression =
  | { readonly kind: 'input'; readonly name: string; readonly pointer: readonly string[] }
  | {
      readonly kind: 'step_output'
      readonly step: string
      readonly name: string
      readonly pointer: readonly string[]
    }
  | { readonly kind: 'workflow_output'; readonly name: string; readonly pointer: readonly string[] }
  | { readonly kind: 'answer'; readonly pointer: readonly string[] }
  | { readonly kind: 'other'; readonly text: string }

/** Undefined for text that is none: they begin with `$`. */
export function parseExpression(text: string): Expression | undefined {
  const trimmed = text.trim()
  if (!/^\$[a-zA-Z]/.test(trimmed)) return undefined
  const hash = trimmed.indexOf('#')
  const name = hash < 0 ? trimmed : trimmed.slice(0, hash)
  const pointer = hash < 0 ? [] : parsePointer(trimmed.slice(hash + 1))
  const other: Expression = { kind: 'other', text: trimmed }
  return pointer === undefined ? other : (named(name, pointer) ?? other)
}

function named(name: string, pointer: readonly string[]): Expression | undefined {
  if (name === '$response.body') return { kind: 'answer', pointer }
  const input = after(name, '$inputs.')
  if (input !== undefined) return { kind: 'input', name: input, pointer }
  const output = after(name, '$outputs.')
  if (output !== undefined) return { kind: 'workflow_output', name: output, pointer }
  const rest = after(name, '$steps.') ?? ''
  const middle = rest.indexOf('.outputs.')
  const wanted = middle < 0 ? undefined : after(rest.slice(middle), '.outputs.')
  if (middle < 1 || wanted === undefined) return undefined
  return { kind: 'step_output', step: rest.slice(0, middle), name: wanted, pointer }
}

/** What follows a beginning; undefined where nothing does, or the text begins otherwise. */
const after = (text: string, beginning: string): string | undefined =>
  text.startsWith(beginning) && text.length > beginning.length ? text.slice(beginning.length) : undefined

/** The literal stretches of a text and the expressions in braces between them: `Hello {$inputs.name}`. */
export function splitText(text: string): readonly (string | Expression)[] {
  const parts: (string | Expression)[] = []
  let from = 0
  for (const match of text.matchAll(/\{(\$[^{}]*)\}/g)) {
    const expression = parseExpression(match[1] ?? '')
    if (expression === undefined) continue
    if (match.index > from) parts.push(text.slice(from, match.index))
    parts.push(expression)
    from = match.index + match[0].length
  }
  return from < text.length ? [...parts, text.slice(from)] : parts
}
