import type { FunctionName } from '../functions/function-names.ts'
import {
  anything,
  type Inferred,
  type InferredType,
  join,
  listOf,
  maybe,
  nothing,
  present,
  scalar,
} from './inferred-type.ts'

const text = scalar('string')
const integer = scalar('integer')
const number = scalar('number')
const truth = scalar('boolean')
const texts = listOf(text.type, false)

const matches = listOf(
  {
    kind: 'record',
    fields: [
      { name: 'match', value: text },
      { name: 'index', value: integer },
      { name: 'groups', value: listOf(text.type, true) },
    ],
  },
  false,
)

/** What a function gives when its first argument is there; `like` functions give the type of their arguments. */
const results: { readonly [name in FunctionName]: Inferred | ((given: readonly Inferred[]) => Inferred) } = {
  string: text,
  number,
  boolean: truth,
  not: truth,
  exists: truth,
  type: text,
  length: integer,
  substring: text,
  substringBefore: text,
  substringAfter: text,
  uppercase: text,
  lowercase: text,
  trim: text,
  pad: text,
  contains: truth,
  split: texts,
  join: text,
  replace: text,
  match: matches,
  base64encode: text,
  base64decode: text,
  encodeUrlComponent: text,
  decodeUrlComponent: text,
  sum: sameNumber,
  max: (given) => maybe(sameNumber(given)),
  min: (given) => maybe(sameNumber(given)),
  average: maybe(number),
  abs: sameNumber,
  floor: integer,
  ceil: integer,
  round: ([, places]) => (places === undefined ? integer : number),
  sqrt: number,
  formatBase: text,
  count: integer,
  append: (given) => toList(given.map(itemsOf).reduce(join, nothing)),
  distinct: ([value = nothing]) => value,
  reverse: ([value = nothing]) => toList(itemsOf(value)),
  sort: ([value = nothing]) => toList(itemsOf(value)),
  zip: listOf({ kind: 'list', items: anything.type, itemsNullable: true }, false),
  keys: texts,
  lookup: anything,
  merge: present({ kind: 'map', values: { kind: 'scalar', scalar: 'any' }, valuesNullable: true }),
  spread: listOf(anything.type, false),
  toMillis: integer,
  fromMillis: scalar('datetime'),
}

const alwaysThere: ReadonlySet<FunctionName> = new Set(['exists', 'count', 'zip'])

/** The type that a call gives. A missing first argument gives nothing, but for the functions that always answer. */
export function resultOf(name: FunctionName, given: readonly Inferred[]): Inferred {
  const result = results[name]
  const value = typeof result === 'function' ? result(given) : result
  return given[0]?.missing === true && !alwaysThere.has(name) && name !== 'append' ? maybe(value) : value
}

/** The items of a list; a single value counts as its own item. */
export function itemsOf(value: Inferred): Inferred {
  if (value.type.kind !== 'list') return value
  return { type: value.type.items, nullable: value.type.itemsNullable, missing: false }
}

function toList(items: Inferred): Inferred {
  return listOf(items.type, items.nullable)
}

function sameNumber([value = nothing]: readonly Inferred[]): Inferred {
  return isWhole(itemsOf(value).type) ? integer : number
}

function isWhole(type: InferredType): boolean {
  return type.kind === 'scalar' && type.scalar === 'integer'
}
