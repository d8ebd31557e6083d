import { isJsonArray, isJsonObject, type Json } from '@bindery/model'

/**
 * A value for a person who decides, on one line: a name or a number as it is, everything else in quotes, so that nothing in
 * it can look like words or lines of ours. What nobody sees is written out, and what is left away is counted.
 */
export function showValue(value: Json, most: number): string {
  if (typeof value === 'string') return bare.test(value) && value.length <= most ? value : quote(value, most)
  if (!isJsonArray(value) && !isJsonObject(value)) return String(value)
  const text = JSON.stringify(value)
  return text.length <= most ? visible(text) : quote(text, most)
}

/** Somebody else's name for something, or one of ours, as words on one line. */
export const showName = (name: string): string =>
  /^[\p{L}\p{N} _.-]{1,100}$/u.test(name) ? name : quote(name, 100)

/** Words of an operator on one line. */
export const showWords = (text: string): string => visible(text.replaceAll(/\s+/g, ' '))

const bare = /^[\w.@+:/-]+$/

function quote(text: string, most: number): string {
  const characters = Array.from(text.toWellFormed())
  if (characters.length <= most) return visible(JSON.stringify(text.toWellFormed()))
  const left = characters.length - most
  const shown = visible(JSON.stringify(`${characters.slice(0, most).join('')}…`))
  return `${shown} (${left} more ${left === 1 ? 'character' : 'characters'})`
}

/** Control and format characters turn lines around and hide words; long blanks push words out of sight. */
const visible = (text: string): string =>
  text
    .replaceAll(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll(/ {3,}/g, (blanks) => ` [${blanks.length} blanks] `)

const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu
