import { nameWords } from './name-words.ts'

/**
 * The ways to read the words of a name, the name itself first: several of a thing are that thing (`ibans`), and so are its
 * form (`iban_hash`, `iban_text`), its number in a row (`iban_2`) and a part that is counted off (`ssn_last4`). The last word
 * of a name says what it is, so words are only ever taken from its end.
 */
export function nameReadings(words: readonly string[]): readonly (readonly string[])[] {
  const readings = new Map([[words.join('_'), words]])
  for (const reading of readings.values()) {
    for (const next of shorter(reading)) if (next.length > 0) readings.set(next.join('_'), next)
    if (readings.size >= mostReadings) break
  }
  return [...readings.values()]
}

const mostReadings = 16

/** What a description calls the thing that it describes, as names. */
export interface DescribedName {
  /** The words before the first one that begins to say more of it, without whose it is. */
  readonly head: string
  /** The same where `of` belongs to it (`date of birth`), and what stands behind that. */
  readonly whole: string
  readonly behind: string
}

export function describedName(description: string): DescribedName {
  const [clause = ''] = description.slice(0, 200).split(/[.,;:(]/, 1)
  const owned = Math.max(clause.lastIndexOf("'s "), clause.lastIndexOf('\u2019s '))
  const words = nameWords(owned === -1 ? clause : clause.slice(owned + 3))
  const end = words.findIndex((word) => saysMore.has(word))
  const whole = end === -1 ? words : words.slice(0, end)
  const of = whole.indexOf('of')
  return {
    head: (of === -1 ? whole : whole.slice(0, of)).join('_'),
    whole: whole.join('_'),
    behind: of === -1 ? '' : whole.slice(of + 1).join('_'),
  }
}

const saysMore = new Set([
  'for',
  'to',
  'in',
  'from',
  'that',
  'which',
  'whose',
  'who',
  'with',
  'by',
  'on',
  'at',
  'as',
  'is',
  'are',
  'was',
  'if',
  'when',
  'where',
  'whether',
  'how',
  'and',
  'or',
])

function shorter(words: readonly string[]): readonly (readonly string[])[] {
  const last = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const found: (readonly string[])[] = []
  if (forms.has(last)) found.push(before)
  if (/^(?:first|last)?\d+$/.test(last)) found.push(isCounted(before.at(-1)) ? before.slice(0, -1) : before)
  else if (/\d$/.test(last)) found.push([...before, last.replace(/\d{1,9}$/, '')])
  const one = singular(last)
  if (one !== undefined) found.push([...before, one])
  return found
}

const isCounted = (word: string | undefined): boolean => word === 'first' || word === 'last'

/** What a value can be as a text or beside another one, and still be that value. */
const forms = new Set([
  'value',
  'values',
  'hash',
  'digest',
  'confirmation',
  'new',
  'old',
  'current',
  'again',
  'plain',
  'text',
  'list',
])

function singular(word: string): string | undefined {
  if (!/[a-z]s$/.test(word) || word.endsWith('ss')) return undefined
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return word.slice(0, -1)
}
