interface Level {
  /** How many `ofType` are asked for: servers limit the depth of a query. */
  readonly depth: number
  readonly typeFacts: string
  readonly fieldArguments: string
  readonly inputFacts: string
}

/**
 * Introspection queries, from the newest revision down to what every server knows. Nothing is asked that a catalog does
 * not use: no directives, no subscriptions.
 */
export const introspectionQueries: readonly string[] = [
  {
    depth: 9,
    typeFacts: 'specifiedByURL isOneOf',
    fieldArguments: '(includeDeprecated: true)',
    inputFacts: 'isDeprecated deprecationReason',
  },
  {
    depth: 9,
    typeFacts: 'specifiedByURL',
    fieldArguments: '(includeDeprecated: true)',
    inputFacts: 'isDeprecated deprecationReason',
  },
  { depth: 7, typeFacts: '', fieldArguments: '', inputFacts: '' },
  { depth: 3, typeFacts: '', fieldArguments: '', inputFacts: '' },
].map(toQuery)

function toQuery({ depth, typeFacts, fieldArguments, inputFacts }: Level): string {
  const reference = `kind name ${'ofType { kind name '.repeat(depth)}${'}'.repeat(depth)}`
  const input = `name description defaultValue ${inputFacts} type { ${reference} }`
  const fields = `fields(includeDeprecated: true) {
    name description isDeprecated deprecationReason type { ${reference} } args${fieldArguments} { ${input} }
  }`
  return `query IntrospectionQuery { __schema { queryType { name } mutationType { name } types {
    kind name description ${typeFacts} ${fields} inputFields${fieldArguments} { ${input} }
    interfaces { name } possibleTypes { name } enumValues(includeDeprecated: true) { name }
  } } }`.replaceAll(/\s+/g, ' ')
}
