/**
 * Stemmed words that say a name holds the identity of a record rather than something about it, each with the sort of identity: the `id`
 * that only a provider's records hold, or what people are told, which may be another one of the same record.
 */
const sorts: ReadonlyMap<string, string> = new Map(
  [
    'id id sid uuid guid gid pk identifi',
    'key key kei',
    'number number',
    'reference ref',
    'slug slug',
    'handle handl',
  ].flatMap((line) => {
    const [sort = '', ...terms] = line.split(' ')
    return terms.map((term) => [term, sort] as const)
  }),
)

export const isIdTerm = (term: string): boolean => sorts.has(term)

/** Whether stemmed words name the identity of a record: `ticket_key`, `sid`. */
export const namesAnId = (terms: readonly string[]): boolean => terms.some(isIdTerm)

/** The sorts of identity that stemmed words name: `number` of `ticket_number`; several where either will do (`id_or_key`). */
export const identitySorts = (terms: readonly string[]): readonly string[] => [
  ...new Set(terms.flatMap((term) => sorts.get(term) ?? [])),
]
