/** Stemmed words that say a name holds the identity of a record rather than something about it. */
const idTerms = new Set([
  'id',
  'sid',
  'uuid',
  'guid',
  'kei',
  'key',
  'number',
  'ref',
  'slug',
  'identifi',
  'handl',
  'gid',
  'pk',
])

export const isIdTerm = (term: string): boolean => idTerms.has(term)

/** Whether stemmed words name the identity of a record: `ticket_key`, `sid`. */
export const namesAnId = (terms: readonly string[]): boolean => terms.some(isIdTerm)
