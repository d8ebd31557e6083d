import type { Json, Secret } from '@bindery/model'
import { isJsonArray, isJsonObject, objectFrom } from '@bindery/model'

/** Replaces every form of some secrets by `[secret]`, in text and in JSON (names and values). */
export interface Redactor {
  readonly text: (text: string) => string
  readonly json: (value: Json) => Json
}

/**
 * Knows each secret as it is, in base64 and base64url at every alignment (so also inside a basic pair), hex, percent and
 * form encoding, JSON escapes, backwards, and by its first and last 12 characters when it has 20 or more. Secrets below
 * 4 characters are found only where they are a whole text: shorter needles would blot out everything.
 */
export function redactor(secrets: readonly Secret[]): Redactor {
  const values = secrets.map((secret) => secret.reveal()).filter((value) => value !== '')
  const whole = new Set(values)
  const needles = [...new Set(values.filter((value) => value.length >= 4).flatMap(formsOf))]
  needles.sort((a, b) => b.length - a.length)
  const pattern = needles.length === 0 ? undefined : new RegExp(needles.map(escapePattern).join('|'), 'gi')
  const text = (input: string): string => {
    if (whole.has(input)) return shown
    return pattern === undefined ? input : input.replace(pattern, shown)
  }
  return { text, json: (value) => redactJson(value, text) }
}

const shown = '[secret]'

function redactJson(value: Json, text: (input: string) => string): Json {
  if (typeof value === 'string') return text(value)
  if (isJsonArray(value)) return value.map((item) => redactJson(item, text))
  if (!isJsonObject(value)) return value
  return objectFrom(Object.entries(value).map(([name, member]) => [text(name), redactJson(member, text)]))
}

function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8')
  const percent = encodePercent(value)
  const json = JSON.stringify(value).slice(1, -1)
  const ends = value.length >= 20 ? [value.slice(0, 12), value.slice(-12)] : []
  const forms = [
    value,
    ...base64Forms(bytes),
    bytes.toString('hex'),
    percent,
    percent.replaceAll('%20', '+'),
    encodeURI(value.toWellFormed()),
    json,
    JSON.stringify(json).slice(1, -1),
    Array.from(value).reverse().join(''),
    ...ends,
  ]
  return forms.filter((form) => form.length >= 4)
}

/**
 * What three alignments of the bytes look like inside a longer base64 text: the characters that depend on neighbours are
 * cut off at both ends.
 */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes])
    const own = Math.floor((padded.length * 8) / 6)
    const text = padded.toString('base64').slice(Math.ceil((shift * 8) / 6), own)
    const url = text.replaceAll('+', '-').replaceAll('/', '_')
    const complete = shift === 0 ? [bytes.toString('base64'), bytes.toString('base64url')] : []
    return [...complete, text, url].filter((form) => form.length >= 6)
  })
}

/** Every byte outside RFC 3986's unreserved characters as `%XX`. */
function encodePercent(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

const escapePattern = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
