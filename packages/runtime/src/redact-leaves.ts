import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  type Output,
} from '@bindery/model'

/**
 * Takes what a provider echoes of its credential out of the values of an output. The names of leaves are ours and stay,
 * whatever a credential looks like: a key that is called "name" must not rename `customer_name`.
 */
export function redactLeaves(
  outputs: readonly Output[],
  output: JsonObject,
  redact: (value: Json) => Json,
): JsonObject {
  const rows = new Map(outputs.flatMap((each) => (each.kind === 'rows' ? [[each.leaf, each.fields]] : [])))
  return mapValues(output, (value, leaf) => {
    const fields = rows.get(leaf)
    if (fields === undefined || !isJsonArray(value)) return redact(value)
    return value.map((row) => (isJsonObject(row) ? redactLeaves(fields, row, redact) : redact(row)))
  })
}

const mapValues = (object: JsonObject, change: (value: Json, name: string) => Json): JsonObject =>
  objectFrom(Object.entries(object).map(([name, value]) => [name, change(value, name)]))
