import {
  isWrite,
  type Json,
  type JsonObject,
  objectFrom,
  type Output,
  type OutputLeaf,
  type OutputType,
  type ScalarName,
  type Skill,
  type ValueOutput,
  wireTypeOf,
} from '@bindery/model'

/**
 * The JSON Schema of what a run of a skill returns, and the only one that a face may publish. It is made of `outputs`,
 * which is what the runtime reads an answer by, each time that it is shown: the one that is frozen in a skill may be of a
 * compiler that promised more, and its bytes never change. It promises what the runtime holds, whatever a provider sends:
 * no closed enumerations, formats, bounds or lengths, text where a double cannot hold a number, null for every leaf of a
 * write (it has happened, whatever came back). No leaf is `required`: a rule of the agent may keep any back, and where a
 * parameter named what the provider does not have there is none.
 */
export function publishedOutputSchema({ outputs, effect }: Pick<Skill, 'outputs' | 'effect'>): JsonObject {
  const mayLack = isWrite(effect)
  return objectSchema(outputs.map((output) => [output.leaf, leafSchema(output, mayLack)]))
}

function leafSchema(output: Output, mayLack: boolean): JsonObject {
  if (output.kind === 'value') return valueSchema(output, mayLack)
  const items = objectSchema(output.fields.map((field) => [field.leaf, leafSchema(field, mayLack)]))
  return { ...typeMember(withNull(['array'], output.nullable || mayLack)), maxItems: output.max, items }
}

const objectSchema = (properties: readonly (readonly [string, JsonObject])[]): JsonObject => ({
  type: 'object',
  properties: objectFrom(properties),
  additionalProperties: false,
})

function valueSchema(output: ValueOutput, mayLack: boolean): JsonObject {
  const isNullable =
    output.nullable || mayLack || (output.transform !== undefined && (output.sourceNullable ?? true))
  return typeSchema(output.type, isNullable)
}

function typeSchema(type: OutputType, isNullable: boolean): JsonObject {
  if (type.kind === 'list') {
    // Providers put null among the items of any list, and it stays there.
    return { ...typeMember(withNull(['array'], isNullable)), items: typeSchema(type.items, true) }
  }
  const leaves = type.kind === 'union' ? type.members : [type]
  const types = [...new Set(leaves.flatMap(typesOf))]
  if (leaves.some((leaf) => leaf.scalar === 'any')) return {}
  return { ...typeMember(withNull(types, isNullable)), ...wordsOf(leaves) }
}

function typesOf({ scalar }: OutputLeaf): readonly string[] {
  const wire = wireTypeOf(scalar)
  // Digits that a double cannot hold come as text.
  return wire === 'integer' || wire === 'number' ? [wire, 'string'] : [wire]
}

const withNull = (types: readonly string[], isNullable: boolean): readonly string[] =>
  isNullable ? [...types, 'null'] : types

const typeMember = (types: readonly string[]): { readonly type: Json } => ({
  type: types.length === 1 ? (types[0] ?? 'null') : [...types],
})

/** What is so as a rule, in words: nothing that a validator would hold an answer to. */
function wordsOf(leaves: readonly OutputLeaf[]): JsonObject {
  const values = leaves.flatMap((leaf) => (leaf.kind === 'enum' ? leaf.values : []))
  const forms = leaves.map(({ scalar }) => formsByScalar[scalar]).filter((form) => form !== undefined)
  const words = [
    ...(values.length === 0 ? [] : [`As a rule one of: ${listed(values)}.`]),
    ...new Set(forms),
  ].join(' ')
  return words === '' ? {} : { description: words }
}

const mostListed = 100

function listed(values: readonly (string | number | boolean)[]): string {
  const shown = [...new Set(values)].slice(0, mostListed).map(String).join(', ')
  return values.length > mostListed ? `${shown} and more` : shown
}

const formsByScalar: { readonly [scalar in ScalarName]?: string } = {
  integer: 'Text when a double cannot hold it.',
  number: 'Text when a double cannot hold it.',
  int64: 'A whole number as text.',
  decimal: 'A decimal number as text.',
  date: 'As a rule a date (ISO 8601).',
  time: 'As a rule a time (ISO 8601).',
  datetime: 'As a rule a date and time (ISO 8601).',
  duration: 'As a rule a duration (ISO 8601).',
  uuid: 'As a rule a UUID.',
  email: 'As a rule an e-mail address.',
  uri: 'As a rule a URI.',
  binary: 'Base64.',
}
