import { isJsonArray, isJsonObject, type Json, type PathSegment } from '@bindery/model'
import { z } from 'zod'

/** A stretch of text, or the variable that fills a place in it. */
export const TextPart = z.union([z.string(), z.strictObject({ slot: z.string() })])
export type TextPart = z.output<typeof TextPart>

export type BadPlaceholder =
  | { readonly kind: 'dotted'; readonly text: string }
  | { readonly kind: 'malformed'; readonly text: string }

export interface ParsedText {
  readonly parts: readonly TextPart[]
  readonly bad: readonly BadPlaceholder[]
}

/** Splits a text at its `{{placeholders}}`. Total: what is not one is in `bad` and stands in `parts` as text. */
export function parseText(text: string): ParsedText {
  const parts: TextPart[] = []
  const bad: BadPlaceholder[] = []
  let literal = ''
  for (const piece of text.split(/(\{\{[^{}]*\}\})/)) {
    const inner = /^\{\{([^{}]*)\}\}$/.exec(piece)?.[1]?.trim()
    if (inner !== undefined && /^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(inner)) {
      if (literal !== '') parts.push(literal)
      literal = ''
      parts.push({ slot: inner })
      continue
    }
    if (inner !== undefined) bad.push({ kind: /[.[\]]/.test(inner) ? 'dotted' : 'malformed', text: inner })
    else if (/\{\{|\}\}/.test(piece)) bad.push({ kind: 'malformed', text: piece.slice(0, 60) })
    literal += piece
  }
  if (literal !== '') parts.push(literal)
  return { parts, bad }
}

/** The variable that a text consists of, and nothing else. */
export function wholeSlot(parts: readonly TextPart[]): string | undefined {
  const [only] = parts
  return parts.length === 1 && typeof only === 'object' ? only.slot : undefined
}

export const slotsOf = (parts: readonly TextPart[]): readonly string[] =>
  parts.flatMap((part) => (typeof part === 'string' ? [] : [part.slot]))

/** Every text of a JSON template with its place, and every member name. */
export function textsIn(
  template: Json,
  at: readonly PathSegment[],
): readonly { readonly path: readonly PathSegment[]; readonly text: string }[] {
  if (typeof template === 'string') return [{ path: at, text: template }]
  if (isJsonArray(template)) return template.flatMap((item, index) => textsIn(item, [...at, index]))
  if (!isJsonObject(template)) return []
  return Object.entries(template).flatMap(([name, member]) => textsIn(member, [...at, name]))
}

/** Every member name of a JSON template with its place. */
export function namesIn(
  template: Json,
  at: readonly PathSegment[],
): readonly { readonly path: readonly PathSegment[]; readonly text: string }[] {
  if (isJsonArray(template)) return template.flatMap((item, index) => namesIn(item, [...at, index]))
  if (!isJsonObject(template)) return []
  return Object.entries(template).flatMap(([name, member]) => [
    { path: [...at, name], text: name },
    ...namesIn(member, [...at, name]),
  ])
}
