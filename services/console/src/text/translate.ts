import { en } from './en/index.ts'
import { type Catalogue, cutAtHoles, formOf, type Values } from './message.ts'
import { toPseudo } from './pseudo.ts'

type Messages = typeof en
type Keys<Area extends keyof Messages> = Area extends string
  ? `${Area}.${keyof Messages[Area] & string}`
  : never

/** `area.sentence` of the catalogue. */
export type MessageKey = Keys<keyof Messages>

const catalogue: Catalogue = en

/** The language that numbers, dates and plurals follow. */
export const locale = 'en'

/** The sentence of `key` with `values` filled in. */
export function t(key: MessageKey, values: Values = {}): string {
  return partsOf(key, values['count'])
    .map((part, index) => (index % 2 === 0 ? part : fill(part, values)))
    .join('')
}

/** The pieces of a sentence: text at even places, the names of what is filled in at odd ones. */
export function partsOf(key: MessageKey, count?: string | number): readonly string[] {
  const [area = '', name = ''] = key.split('.')
  const message = catalogue[area]?.[name]
  return cutAtHoles(dress(message === undefined ? key : formOf(message, count, locale)))
}

const isPseudo = new URLSearchParams(globalThis.location?.search ?? '').get('locale') === 'pseudo'
/** For finding what is clipped, or is no sentence of the catalogue: every sentence longer and with accents. */
export const dress = (text: string): string => (isPseudo ? toPseudo(text) : text)

/** A hole that nothing is given for stays in sight: a sentence that silently lacks its name or number is another sentence. */
function fill(hole: string, values: Values): string {
  const value = values[hole]
  if (value === undefined) return `{${hole}}`
  return typeof value === 'number' ? formatNumber(value) : value
}

const numbers = new Intl.NumberFormat(locale)
export const formatNumber = (value: number): string => numbers.format(value)

const shares = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
/** "25%" of 0.25. */
export const formatShare = (share: number): string => shares.format(share)
