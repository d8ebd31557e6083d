import type { Json } from '@bindery/model'
import type { FunctionName } from './function-names.ts'

/** A use of a function as somebody would write it, and a value to try it on. */
export interface FunctionExample {
  readonly text: string
  readonly given: Json
}

export const functionExamples: { readonly [name in FunctionName]: FunctionExample } = {
  string: { text: '$string($)', given: 42 },
  number: { text: '$number($)', given: '42' },
  boolean: { text: '$boolean($)', given: 'yes' },
  not: { text: '$not($)', given: true },
  exists: { text: '$exists(email)', given: { name: 'Ada' } },
  type: { text: '$type($)', given: [1, 2] },
  length: { text: '$length($)', given: 'Utrecht' },
  substring: { text: '$substring($, 0, 4)', given: '1011AB' },
  substringBefore: { text: '$substringBefore($, "@")', given: 'ada@example.com' },
  substringAfter: { text: '$substringAfter($, "@")', given: 'ada@example.com' },
  uppercase: { text: '$uppercase($)', given: 'nl' },
  lowercase: { text: '$lowercase($)', given: 'Ada@Example.com' },
  trim: { text: '$trim($)', given: '  Ada   Lovelace ' },
  pad: { text: '$pad($, -6, "0")', given: '42' },
  contains: { text: '$contains($, "urgent")', given: 'an urgent call' },
  split: { text: '$split($, ",")', given: 'red,green' },
  join: { text: '$join($, ", ")', given: ['red', 'green'] },
  replace: { text: '$replace($, " ", "")', given: '1011 AB' },
  match: { text: '$match($, /[0-9]+/)', given: 'rooms 12 and 14' },
  base64encode: { text: '$base64encode($)', given: 'Ada' },
  base64decode: { text: '$base64decode($)', given: 'QWRh' },
  encodeUrlComponent: { text: '$encodeUrlComponent($)', given: 'a b&c' },
  decodeUrlComponent: { text: '$decodeUrlComponent($)', given: 'a%20b' },
  sum: { text: '$sum($)', given: [1, 2, 3] },
  max: { text: '$max($)', given: [1, 3, 2] },
  min: { text: '$min($)', given: [2, 1, 3] },
  average: { text: '$average($)', given: [1, 2, 3] },
  abs: { text: '$abs($)', given: -5 },
  floor: { text: '$floor($)', given: 2.7 },
  ceil: { text: '$ceil($)', given: 2.1 },
  round: { text: '$round($, 1)', given: 2.46 },
  sqrt: { text: '$sqrt($)', given: 9 },
  formatBase: { text: '$formatBase($, 16)', given: 255 },
  count: { text: '$count($)', given: ['a', 'b'] },
  append: { text: '$append($, "c")', given: ['a', 'b'] },
  distinct: { text: '$distinct($)', given: ['a', 'b', 'a'] },
  reverse: { text: '$reverse($)', given: ['a', 'b'] },
  sort: { text: '$sort($)', given: [3, 1, 2] },
  zip: { text: '$zip(names, ages)', given: { names: ['Ada', 'Bob'], ages: [36, 40] } },
  keys: { text: '$keys($)', given: { name: 'Ada', age: 36 } },
  lookup: { text: '$lookup($, "name")', given: { name: 'Ada' } },
  merge: { text: '$merge($)', given: [{ name: 'Ada' }, { age: 36 }] },
  spread: { text: '$spread($)', given: { name: 'Ada', age: 36 } },
  toMillis: { text: '$toMillis($)', given: '2026-01-02T03:04:05Z' },
  fromMillis: { text: '$fromMillis($)', given: 1_767_323_045_000 },
}
