import { isJsonArray } from '@bindery/model'
import type { Run } from '../evaluate/run.ts'
import { impossible, type Implementation, lacking, ofText } from './implementation.ts'
import { Pattern } from './pattern.ts'
import { replacePattern, replaceText } from './replace.ts'

export const length: Implementation = ofText((text, { run }) => toCharacters(text, run).length)
export const uppercase: Implementation = ofText((text, { run }) => run.text(text.toUpperCase()))
export const lowercase: Implementation = ofText((text, { run }) => run.text(text.toLowerCase()))

/** Also makes one space of any run of white space. */
export const trim: Implementation = ofText((text) =>
  text
    .replaceAll(/[ \t\n\r]+/g, ' ')
    .replace(/^ /, '')
    .replace(/ $/, ''),
)

/** Counts whole characters; a negative start counts from the end. */
export const substring: Implementation = ([text, start, size], { run }) => {
  if (typeof text !== 'string') return undefined
  run.spendText(text.length)
  const characters = toCharacters(text, run)
  const from = typeof start === 'number' && characters.length + start < 0 ? 0 : start
  if (typeof size !== 'number') return join(characters.slice(typeof from === 'number' ? from : 0))
  if (size <= 0 || typeof from !== 'number') return ''
  return join(characters.slice(from, from >= 0 ? from + size : characters.length + from + size))
}

export const substringBefore: Implementation = ([text, mark], { run }) => {
  if (typeof text !== 'string' || typeof mark !== 'string') return typeof text === 'string' ? text : undefined
  run.spendText(text.length)
  const at = text.indexOf(mark)
  return at === -1 ? text : text.slice(0, at)
}

export const substringAfter: Implementation = ([text, mark], { run }) => {
  if (typeof text !== 'string' || typeof mark !== 'string') return typeof text === 'string' ? text : undefined
  run.spendText(text.length)
  const at = text.indexOf(mark)
  return at === -1 ? text : text.slice(at + mark.length)
}

/** Pads behind the text, or before it when the width is negative. The reader has bounded the width. */
export const pad: Implementation = ([text, width, filler], { run }) => {
  if (typeof text !== 'string' || typeof width !== 'number') return undefined
  const unit = typeof filler === 'string' && filler !== '' ? filler : ' '
  const missing = Math.abs(Math.trunc(width)) - toCharacters(text, run).length
  if (missing <= 0) return text
  run.checkLength(missing * unit.length)
  const padding = join(toCharacters(unit.repeat(missing), run).slice(0, missing))
  return run.text(width > 0 ? text + padding : padding + text)
}

export const contains: Implementation = ([text, token], { run }) => {
  if (typeof text !== 'string' || token === undefined) return undefined
  run.spendText(text.length)
  if (token instanceof Pattern) return token.search(text, run).next().done === false
  return typeof token === 'string' && text.includes(token)
}

export const split: Implementation = ([text, separator, limit], call) => {
  if (typeof text !== 'string') return undefined
  const most = typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY
  if (most < 0) throw impossible(call, 'needs a limit of 0 or more.')
  call.run.spendText(text.length)
  if (separator instanceof Pattern) return splitByPattern(text, { separator, most }, call)
  if (typeof separator !== 'string') throw lacking(call, 'needs a separator.')
  if (separator === '') call.run.spend(text.length)
  const parts = most === Number.POSITIVE_INFINITY ? text.split(separator) : text.split(separator, most)
  call.run.spend(parts.length)
  return parts
}

function splitByPattern(
  text: string,
  { separator, most }: { readonly separator: Pattern; readonly most: number },
  { run }: Parameters<Implementation>[1],
): readonly string[] {
  const parts: string[] = []
  if (most === 0) return parts
  let from = 0
  for (const match of separator.search(text, run)) {
    if (parts.length >= most) return parts
    parts.push(text.slice(from, match.start))
    from = match.end
  }
  if (parts.length < most) parts.push(text.slice(from))
  return parts
}

export const joinTexts: Implementation = ([texts, separator], { run }) => {
  if (!isJsonArray(texts)) return undefined
  const between = typeof separator === 'string' ? separator : ''
  const parts = texts.filter((text) => typeof text === 'string')
  run.spend(parts.length)
  run.checkLength(parts.reduce((size, part) => size + part.length + between.length, 0))
  return parts.join(between)
}

export const replace: Implementation = ([text, pattern, replacement, limit], call) => {
  if (typeof text !== 'string') return undefined
  if (pattern === '') throw impossible(call, 'cannot search for the empty text.')
  const most = typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY
  if (most < 0) throw impossible(call, 'needs a limit of 0 or more.')
  if (typeof replacement !== 'string') throw lacking(call, 'needs a replacement.')
  const order = { text, replacement, most }
  if (pattern instanceof Pattern) return replacePattern(pattern, order, call.run)
  if (typeof pattern !== 'string') throw lacking(call, 'needs something to search for.')
  return replaceText(pattern, order, call.run)
}

/** Whole characters; a text without surrogates is its own list of them. */
function toCharacters(text: string, run: Run): string | readonly string[] {
  if (!/[\ud800-\udfff]/.test(text)) return text
  run.spend(text.length)
  return Array.from(text)
}

function join(characters: string | readonly string[]): string {
  return typeof characters === 'string' ? characters : characters.join('')
}
