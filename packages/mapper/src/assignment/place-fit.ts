import type { ScalarName, TypeRef } from '@bindery/model'
import { isIdTerm, namesAnId } from '../words/id-words.ts'
import { nameFit, nameTerms, tellingName } from './name-fit.ts'
import type { ArgumentPlace } from './places.ts'

/** How well a parameter's name fits a place, 0 to about 1.2: by name first, by type and position between equals. */
export function placeFit(parameter: string, place: ArgumentPlace): number {
  const wanted = nameTerms(parameter)
  const telling = tellingName(place.path.slice(place.depth === 0 ? 0 : 1))
  const own = nameTerms(telling.own)
  const literal = nameTerms(place.path.at(-1) ?? '')
  const around = [...telling.above.flatMap(nameTerms), ...nameTerms(place.context)]
  const named = Math.max(
    nameFit(wanted, own, around),
    nameFit(wanted, literal, [...around, ...own]),
    slotFit(wanted, own, place),
  )
  const described = named > 0.5 ? 0 : 0.4 * describedShare(wanted, place.description)
  if (named === 0 && described === 0) return 0
  return named + described + typeFit(wanted, place.type) + positionFit(place)
}

/** A slot that only says `id`: what it is an id of stands before it in the route. */
function slotFit(
  wanted: readonly string[],
  own: readonly string[],
  { place, context }: ArgumentPlace,
): number {
  if (place !== 'path' || !namesAnId(wanted)) return 0
  const nouns = wanted.filter((term) => !isIdTerm(term))
  const fit = nameFit(nouns, [...own.filter((term) => !isIdTerm(term)), ...nameTerms(context)], [])
  return fit === 0 ? 0 : 0.3 + 0.6 * fit
}

export function describedShare(wanted: readonly string[], description: string): number {
  if (description === '') return 0
  const words = new Set(nameTerms(description.slice(0, 160)))
  return wanted.filter((term) => words.has(term)).length / Math.max(1, wanted.length)
}

const hints: readonly (readonly [ReadonlySet<string>, readonly ScalarName[]])[] = [
  [new Set(['email', 'mail']), ['email']],
  [new Set(['at', 'time', 'when', 'start', 'end']), ['datetime', 'time']],
  [new Set(['date', 'dai', 'day', 'due', 'since', 'until']), ['date', 'datetime', 'integer']],
  [new Set(['link', 'url', 'uri', 'websit']), ['uri']],
  [
    new Set(['amount', 'total', 'pric', 'cost', 'count', 'quantiti', 'limit', 'balanc', 'weight']),
    ['integer', 'number', 'decimal', 'int64'],
  ],
  [new Set(['is', 'has', 'activ', 'enabl', 'privat', 'public']), ['boolean']],
]

/** What a name says about its type: agreement helps a little, an object where a value is meant counts against. */
export function typeFit(wanted: readonly string[], type: TypeRef): number {
  if (type.kind === 'object' || type.kind === 'map') return -0.15
  if (type.kind === 'list') return type.items.kind === 'object' ? -0.2 : -0.1
  if (type.kind === 'union') return -0.03
  for (const [terms, scalars] of hints)
    if (wanted.some((term) => terms.has(term))) return scalars.includes(type.scalar) ? 0.06 : 0
  return type.scalar === 'boolean' ? -0.25 : 0
}

function positionFit({ required, depth, place }: ArgumentPlace): number {
  return (required ? 0.08 : 0) - 0.06 * Math.max(0, depth - 1) + (place === 'header' ? -0.2 : 0)
}
