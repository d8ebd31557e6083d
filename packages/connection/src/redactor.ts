import type { Json, Secret } from '@bindery/model'
import { isJsonArray, isJsonObject, objectFrom } from '@bindery/model'
import { hiddenRanges, type Range, replaceRanges } from './hidden-ranges.ts'

/** Replaces every form of some secrets by `[secret]`, in text and in JSON. */
export interface Redactor {
  readonly text: (text: string) => string
  readonly json: (value: Json) => Json
}

/**
 * Knows each secret as it is, in base64 and base64url at every alignment (so also inside a basic pair), hex, percent and
 * form encoding, JSON escapes, backwards, and by its first and last 12 characters when it has 20 or more; and each of these
 * again in what a text is when it is decoded (`hiddenRanges`), a secret of 8 digits and more also in a number. Where a form is
 * looked for follows from how well it can be told from ordinary text: see `reachOf`. Names of members are no text: one is
 * replaced when it is a form as a whole, or holds one that is too long for an accident.
 */
export function redactor(secrets: readonly Secret[]): Redactor {
  const values = secrets.map((secret) => secret.reveal()).filter((value) => value !== '')
  const forms = [...new Set([...values, ...values.flatMap(formsOf)])].sort((a, b) => b.length - a.length)
  const whole = new Set(forms)
  // The end of a long secret may be most of a word of ordinary text, such as `internationa`.
  const parts = new Set(values.flatMap(endsOf).filter((end) => !values.includes(end) && isLetters(end)))
  const reach = (form: string): Reach => (parts.has(form) ? 'word' : reachOf(form))
  const anywhere = patternOf(forms.filter((form) => reach(form) === 'anywhere'))
  const asWord = patternOf(
    forms.filter((form) => reach(form) === 'word'),
    wordEnds,
  )
  const inName = patternOf(forms.filter((form) => form.length >= longestAccident))
  const encoded = finderOf(forms.filter((form) => reachOf(form) !== 'whole' && !parts.has(form)))
  const encodedInName = finderOf(forms.filter((form) => form.length >= longestAccident))
  const text = (input: string): string => {
    if (whole.has(input)) return shown
    const plain = replaceRanges(input, encoded(input), shown)
    return plain.replace(anywhere, shown).replace(asWord, shown)
  }
  const name = (input: string): string => {
    if (whole.has(input)) return isOrdinary(input) ? input : shown
    return replaceRanges(input, encodedInName(input), shown).replace(inName, shown)
  }
  // A number has no zeros in front, so a secret of digits may come back without them.
  const digits = forms.filter((form) => /^\d{8,}$/.test(form)).map((form) => form.replace(/^0+/, ''))
  const inNumber = patternOf(digits.filter((form) => form.length >= shortestAnywhere - 1))
  const number = (input: number): Json => (String(input).search(inNumber) === -1 ? input : shown)
  return { text, json: (value) => redactJson(value, { text, name, number }) }
}

/** Finds what is not there as it is, but comes out when a text is decoded. */
function finderOf(forms: readonly string[]): (input: string) => readonly Range[] {
  if (forms.length === 0) return () => []
  const bytes = forms.map((form) => Buffer.from(form, 'utf8').toString('latin1'))
  const anywhere = patternOf(bytes.filter((form) => form.length >= shortestAnywhere))
  const asWord = patternOf(
    bytes.filter((form) => form.length < shortestAnywhere),
    wordEnds,
  )
  // Short ones are looked for in what was escaped; their other encodings are forms of their own.
  const find = (view: string): readonly Range[] =>
    [anywhere, asWord].flatMap((pattern) =>
      [...view.matchAll(pattern)].map(({ 0: found, index }) => [index, index + found.length] as const),
    )
  const shortest = Math.max(shortestAnywhere, Math.min(...bytes.map((form) => form.length)))
  return hiddenRanges({ find, shortest })
}

/**
 * Whether a secret is hidden only where it is a whole value: short ones and such as look like a word. To take those out
 * everywhere would blot out ordinary text, and would say by what is missing what they are.
 */
export const isHiddenWholeOnly = (secret: Secret): boolean => {
  const value = secret.reveal()
  return value !== '' && reachOf(value) !== 'anywhere'
}

const shown = '[secret]'
const shortestAnywhere = 8
const shortestWord = 4
/** Letters alone are no word from this length on: ends of secrets have it. */
const longestWord = 12
/** No name of a member holds a form of this length by accident. */
const longestAccident = 16

/** Where a form of a secret is taken out: inside any text, as a word of a text, or as a whole value. */
type Reach = 'anywhere' | 'word' | 'whole'

function reachOf(form: string): Reach {
  if (form.length < shortestWord || isOrdinary(form)) return 'whole'
  return form.length < shortestAnywhere ? 'word' : 'anywhere'
}

/** Built like a word, or a number as people use them: told by its form, since no list knows every language. */
const isOrdinary = (form: string): boolean =>
  form.length < longestWord && /^(?:\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+|\d{1,7})$/u.test(form)

const wordEnds = ['(?<![\\p{L}\\p{N}_])(?:', ')(?![\\p{L}\\p{N}_])'] as const
const nowhere = /(?!)/g

function patternOf(forms: readonly string[], ends?: readonly [string, string]): RegExp {
  if (forms.length === 0) return nowhere
  const [before, after] = ends ?? ['', '']
  return new RegExp(
    `${before}${forms.map(escapePattern).join('|')}${after}`,
    ends === undefined ? 'gi' : 'giu',
  )
}

interface Redaction {
  readonly text: (input: string) => string
  readonly name: (input: string) => string
  readonly number: (input: number) => Json
}

function redactJson(value: Json, redaction: Redaction): Json {
  if (typeof value === 'string') return redaction.text(value)
  if (typeof value === 'number') return redaction.number(value)
  if (isJsonArray(value)) return value.map((item) => redactJson(item, redaction))
  if (!isJsonObject(value)) return value
  return objectFrom(
    Object.entries(value).map(([name, member]) => [redaction.name(name), redactJson(member, redaction)]),
  )
}

function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8')
  const percent = encodePercent(value)
  const json = JSON.stringify(value).slice(1, -1)
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
    ...endsOf(value),
  ]
  return forms.filter((form) => form.length >= 4)
}

const endsOf = (value: string): readonly string[] =>
  value.length >= 20 ? [value.slice(0, 12), value.slice(-12)] : []

const isLetters = (text: string): boolean => /^[\p{L}\p{M}]+$/u.test(text)

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
