/** The text of an introspection result with `types` types: about 3.5 fields each, half of them described. Always the same. */
export function introspectionText(types: number): string {
  const names = Array.from(
    { length: types },
    (_, n) => `${kindOf(n) === 'INPUT_OBJECT' ? 'Input' : 'Thing'}${n}`,
  )
  const all = names.map((name, n) => toType(name, n, names))
  const query = {
    ...object(
      'Query',
      names
        .filter((_, n) => kindOf(n) === 'OBJECT')
        .slice(0, 500)
        .map(toQuery),
    ),
  }
  const scalars = ['String', 'Int', 'Boolean', 'ID', 'DateTime', 'Decimal'].map((name) => ({
    kind: 'SCALAR',
    name,
  }))
  const schema = { queryType: { name: 'Query' }, mutationType: null, types: [...scalars, query, ...all] }
  return JSON.stringify({ data: { __schema: schema } }, null, 2)
}

type Kind = 'OBJECT' | 'INPUT_OBJECT' | 'ENUM'

const kindOf = (n: number): Kind => (n % 5 === 4 ? 'ENUM' : n % 5 === 3 ? 'INPUT_OBJECT' : 'OBJECT')

function toType(name: string, n: number, names: readonly string[]): object {
  const about = `What the shop knows of its things of kind ${n}, as they were when they were last looked at.`
  switch (kindOf(n)) {
    case 'ENUM':
      return {
        kind: 'ENUM',
        name,
        description: about,
        enumValues: range(8).map((at) => ({ name: `STATE_${n}_${at}` })),
      }
    case 'INPUT_OBJECT':
      return {
        kind: 'INPUT_OBJECT',
        name,
        description: about,
        inputFields: range(5).map((at) => toInput(n, at)),
      }
    case 'OBJECT':
      return {
        ...object(
          name,
          range(5).map((at) => toField({ n, at }, names)),
        ),
        description: about,
      }
  }
}

const object = (name: string, fields: readonly object[]): object => ({
  kind: 'OBJECT',
  name,
  fields,
  interfaces: [],
  enumValues: null,
  possibleTypes: null,
})

function toField({ n, at }: { readonly n: number; readonly at: number }, names: readonly string[]): object {
  const other = names[(n * 7 + at * 13) % names.length] ?? ''
  const isScalar = at < 3 || other.startsWith('Input')
  const scalar = ['ID', 'String', 'DateTime', 'Decimal'][at % 4]
  const base = isScalar
    ? { kind: 'SCALAR', name: scalar, ofType: null }
    : { kind: 'OBJECT', name: other, ofType: null }
  const fact = ['id', 'display_name', 'created_at', 'parent', 'customer_email'][at] ?? 'other'
  return {
    name: at === 0 ? 'id' : `${fact}_${n % 50}`,
    description: `The ${fact.replaceAll('_', ' ')} of the thing, empty when it has none. `.repeat(5),
    args: at === 3 ? [toInput(n, 0)] : [],
    type: at === 0 ? { kind: 'NON_NULL', name: null, ofType: base } : base,
    isDeprecated: false,
    deprecationReason: null,
  }
}

const toInput = (n: number, at: number): object => ({
  name: `choice_${n % 50}_${at}`,
  description: `Which of the things are meant, number ${at}.`,
  type: { kind: 'NON_NULL', name: null, ofType: { kind: 'SCALAR', name: 'String', ofType: null } },
  defaultValue: at % 2 === 0 ? null : '"all"',
})

const toQuery = (name: string): object => ({
  name: `find${name}`,
  description: `Finds one ${name} by its id.`,
  args: [{ ...toInput(0, 0), name: 'id' }],
  type: { kind: 'OBJECT', name, ofType: null },
  isDeprecated: false,
  deprecationReason: null,
})

const range = (length: number): readonly number[] => Array.from({ length }, (_, n) => n)
