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
  const rows = new Set(outputs.flatMap(({ kind, leaf }) => (kind === 'rows' ? [leaf] : [])))
  return mapValues(output, (value, leaf) =>
    rows.has(leaf) && isJsonArray(value)
      ? value.map((row) => (isJsonObject(row) ? mapValues(row, redact) : redact(row)))
      : redact(value),
  )
}

const mapValues = (object: JsonObject, change: (value: Json, name: string) => Json): JsonObject =>
  objectFrom(Object.entries(object).map(([name, value]) => [name, change(value, name)]))
