import type { z } from 'zod'

export type ReadReply<Value> =
  | { readonly ok: true; readonly value: Value; readonly text: string }
  | { readonly ok: false; readonly failure: string }

const longestReply = 200_000

/** Reads a reply by its schema: fences, thinking aloud and words around the JSON are passed over, other names are not. */
export function readReply<Value>(schema: z.ZodType<Value>, reply: string): ReadReply<Value> {
  const text = jsonIn(reply.slice(0, longestReply))
  if (text === undefined) return { ok: false, failure: 'It holds no JSON object.' }
  const json = parse(text)
  if (json === undefined) return { ok: false, failure: 'Its JSON is broken.' }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, value: parsed.data, text }
  const places = parsed.error.issues.slice(0, 5).map(({ path }) => path.join('.') || 'the whole')
  return { ok: false, failure: `These parts are outside the schema: ${places.join(', ')}.` }
}

function jsonIn(reply: string): string | undefined {
  const spoken = reply.replace(/^[\s\S]*<\/think>/, '')
  const from = spoken.indexOf('{')
  const to = spoken.lastIndexOf('}')
  return from < 0 || to < from ? undefined : spoken.slice(from, to + 1)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
