/**
 * The functions an expression may call, with JSONata's own signatures: `s` text, `n` number, `b` boolean, `o` object,
 * `a` list (a single value is taken as a list of one; `a<n>` of numbers), `x` anything, `f` regular expression, `(sf)`
 * one of these, `-` the value at hand stands in, `?` optional, `+` one or more. All are pure and bounded by the budget.
 */
export const functionSignatures = {
  string: 'x-b?',
  number: '(nsb)-',
  boolean: 'x-',
  not: 'x-',
  exists: 'x',
  type: 'x',
  length: 's-',
  substring: 's-nn?',
  substringBefore: 's-s',
  substringAfter: 's-s',
  uppercase: 's-',
  lowercase: 's-',
  trim: 's-',
  pad: 's-ns?',
  contains: 's-(sf)',
  split: 's-(sf)n?',
  join: 'a<s>s?',
  replace: 's-(sf)sn?',
  match: 's-fn?',
  base64encode: 's-',
  base64decode: 's-',
  encodeUrlComponent: 's-',
  decodeUrlComponent: 's-',
  sum: 'a<n>',
  max: 'a<n>',
  min: 'a<n>',
  average: 'a<n>',
  abs: 'n-',
  floor: 'n-',
  ceil: 'n-',
  round: 'n-n?',
  sqrt: 'n-',
  formatBase: 'n-n?',
  count: 'a',
  append: 'xx',
  distinct: 'x',
  reverse: 'a',
  sort: 'a',
  zip: 'a+',
  keys: 'x-',
  lookup: 'x-s',
  merge: 'a<o>',
  spread: 'x-',
  toMillis: 's-',
  fromMillis: 'n-',
} as const

export type FunctionName = keyof typeof functionSignatures

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functionSignatures, name)
}
