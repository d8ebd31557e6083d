import { isJsonArray, type Json, type JsonObject, PlatformError } from '@bindery/model'
import type { OutputWarnings } from './output-warnings.ts'
import { partialRows } from './row-warnings.ts'

/** Most bytes of an output as JSON: what a model can still read, and what a log can keep. */
export const maxOutputBytes = 262_144

/**
 * Keeps an output within `maxOutputBytes` by halving its longest list of rows until it fits, with a warning that names
 * it. Throws `upstream_invalid_response` with reason `output_too_large` when no list is left to cut.
 */
export function limitOutput(output: JsonObject, warnings: OutputWarnings): JsonObject {
  let current = output
  while (sizeOf(current) > maxOutputBytes) {
    const leaf = longestList(current)
    const rows = leaf === undefined ? undefined : current[leaf]
    if (leaf === undefined || !isJsonArray(rows)) throw tooLarge()
    const kept = Math.floor(rows.length / 2)
    warnings.add(`${partialRows(leaf, kept)}, to stay under ${maxOutputBytes} bytes; the provider has more.`)
    current = { ...current, [leaf]: rows.slice(0, kept) }
  }
  return current
}

const sizeOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value))

function longestList(output: JsonObject): string | undefined {
  const lists = Object.entries(output).filter(([, value]) => isJsonArray(value) && value.length > 1)
  return lists.sort(([, a], [, b]) => sizeOf(b) - sizeOf(a))[0]?.[0]
}

function tooLarge(): PlatformError {
  const message = `The outputs are larger than ${maxOutputBytes} bytes: select fewer fields or rows in the binding.`
  return new PlatformError('upstream_invalid_response', message, {
    reason: 'output_too_large',
    sent: 'maybe',
  })
}
