import { isJsonArray } from '@bindery/model'
import { finite } from '../evaluate/basics.ts'
import { impossible, type Implementation, ofNumber } from './implementation.ts'
import type { Argument } from './signature.ts'

export const abs: Implementation = ofNumber((value) => Math.abs(value))
export const floor: Implementation = ofNumber((value) => Math.floor(value))
export const ceil: Implementation = ofNumber((value) => Math.ceil(value))

export const sqrt: Implementation = ofNumber((value, call) => {
  if (value < 0) throw impossible(call, 'needs a number of 0 or more.')
  return Math.sqrt(value)
})

/** Halves go to the even neighbour. */
export const round: Implementation = ([value, places], call) => {
  if (typeof value !== 'number') return undefined
  return finite(roundHalfEven(value, typeof places === 'number' ? places : 0), call.site.position)
}

export const formatBase: Implementation = ([value, base], call) => {
  if (typeof value !== 'number') return undefined
  const radix = typeof base === 'number' ? roundHalfEven(base, 0) : 10
  if (radix < 2 || radix > 36) throw impossible(call, 'needs a base from 2 to 36.')
  return roundHalfEven(value, 0).toString(radix)
}

const decimal = /^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$/
const otherBase = /^(0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][01]+)$/

export const number: Implementation = ([value], call) => {
  if (value === undefined || typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  const isNumber = typeof value === 'string' && (decimal.test(value) || otherBase.test(value))
  const read = isNumber ? Number(value) : Number.NaN
  if (!Number.isFinite(read)) throw impossible(call, 'was given a text that is no number.')
  return read
}

export const sum: Implementation = ([values], call) => {
  const list = toNumbers(values)
  if (list === undefined) return undefined
  call.run.spend(list.length)
  return finite(
    list.reduce((total, value) => total + value, 0),
    call.site.position,
  )
}

export const average: Implementation = ([values], call) => {
  const list = toNumbers(values)
  if (list === undefined || list.length === 0) return undefined
  call.run.spend(list.length)
  return finite(list.reduce((total, value) => total + value, 0) / list.length, call.site.position)
}

export const max: Implementation = ([values], { run }) => {
  const list = toNumbers(values)
  if (list === undefined || list.length === 0) return undefined
  run.spend(list.length)
  return list.reduce((best, value) => Math.max(best, value))
}

export const min: Implementation = ([values], { run }) => {
  const list = toNumbers(values)
  if (list === undefined || list.length === 0) return undefined
  run.spend(list.length)
  return list.reduce((best, value) => Math.min(best, value))
}

function toNumbers(values: Argument): readonly number[] | undefined {
  return isJsonArray(values) ? values.filter((value) => typeof value === 'number') : undefined
}

/** Shifts the point as text: multiplying by powers of ten would round too early. */
function roundHalfEven(value: number, places: number): number {
  const shifted = places === 0 ? value : shiftPoint(value, places)
  const nearest = Math.round(shifted)
  const isTie = Math.abs(nearest - shifted) === 0.5 && Math.abs(nearest % 2) === 1
  const rounded = isTie ? nearest - 1 : nearest
  return (places === 0 ? rounded : shiftPoint(rounded, -places)) + 0
}

function shiftPoint(value: number, places: number): number {
  const [digits, exponent = '0'] = String(value).split('e')
  return Number(`${digits}e${Number(exponent) + places}`)
}
