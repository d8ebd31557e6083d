import { canonicalParameters, type ObjectType, type Operation } from '@bindery/model'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import { nameFit, nameTerms, tellingName } from '../assignment/name-fit.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import { splitWords } from '../words/split-words.ts'

const enoughFit = 0.9

/** A name for what an agent collects for a place: from the canonical vocabulary where one fits, else the place's own. */
export function parameterName(place: ArgumentPlace, taken: Set<string>): string {
  const { own, above } = tellingName(place.path)
  const around = [...above.flatMap(nameTerms), ...nameTerms(place.context)]
  const fits = canonicalParameters
    .map(({ name }) => ({ name, fit: nameFit(nameTerms(name), nameTerms(own), around) }))
    .filter(({ name, fit }) => fit >= enoughFit && !taken.has(name))
    .sort((a, b) => b.fit - a.fit)
  const [canonical] = fits
  const context = nameTerms(own).length === 1 && place.context !== '' ? singular(place.context) : ''
  return freeName(canonical?.name ?? snake([context, own].join(' ')), taken)
}

/** A name for a field of an answer: its own, after what it is about when it says nothing alone. */
export function outputName({ names }: AnswerPath, { object }: Operation): string {
  const { own, above } = tellingName(names)
  const owner = plainWords.has(own.toLowerCase()) ? (above.at(-1) ?? object ?? '') : ''
  const about = rowNames.test(owner) ? (object ?? '') : owner
  const noun = splitWords(singular(about)).length > 2 ? '' : singular(about)
  return snake([noun, own].join(' '))
}

/** What an agent calls the key of a table: `customer_id` for the `id` of customers. */
export function recordIdName({ name }: ObjectType, column: string): string {
  const noun = singular(name.split('.').at(-1) ?? '')
  return column.toLowerCase() === 'id' ? snake(`${noun} id`) : snake(column)
}

/** What one of a thing is called, as a legal name: `customer` for `customers`. */
export const nameOfOne = (thing: string): string => snake(singular(thing)).slice(0, 32)

/** What the step of an operation is called. */
export const nameOfStep = ({ name }: Pick<Operation, 'name'>): string => snake(name).slice(0, 36)

const rowNames = /^(?:items|data|results|nodes|edges|values|records|rows|list)$/i
const plainWords = new Set([
  'id',
  'name',
  'title',
  'number',
  'status',
  'state',
  'type',
  'date',
  'key',
  'code',
])

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/([^su])s$/, '$1')

function snake(text: string): string {
  const words = splitWords(text)
  const kept = words.filter((word, at) => word !== words[at - 1])
  const name = kept
    .join('_')
    .replaceAll(/[^a-z0-9_]/g, '')
    .slice(0, 60)
    .replace(/^_+|_+$/g, '')
  return /^[a-z]/.test(name) ? name : `value_${name}`.replace(/_$/, '')
}

function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let at = 2; taken.has(free); at++) free = `${name}_${at}`
  taken.add(free)
  return free
}
