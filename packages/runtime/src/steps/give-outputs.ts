import { isJsonArray, type Json, type JsonObject, objectFrom, type StepsGiven } from '@bindery/model'
import { partialRows } from '../row-warnings.ts'
import type { FoundSteps } from './found-steps.ts'

/** The outputs of the whole, of what the steps have found. */
export function giveOutputs(
  gives: readonly StepsGiven[],
  found: FoundSteps,
): { readonly output: JsonObject; readonly warnings: readonly string[] } {
  const warnings: string[] = []
  const output = objectFrom(
    gives.map((given): readonly [string, Json] => {
      const value = 'each' in given ? rowsOf(given, found) : valueOf(given, found)
      if ('each' in given || given.max === undefined || !isJsonArray(value)) return [given.leaf, value]
      if (value.length <= given.max) return [given.leaf, value]
      warnings.push(`${partialRows(given.leaf, given.max)}; the provider has more.`)
      return [given.leaf, value.slice(0, given.max)]
    }),
  )
  return { output, warnings }
}

type Whole = Extract<StepsGiven, { readonly of: string }>
type Each = Extract<StepsGiven, { readonly each: readonly unknown[] }>

/** Lists of a step that runs for each row come one after another, and doubles once. */
function valueOf({ step, of }: Whole, found: FoundSteps): Json {
  const known = found.get(step)
  if (known?.kind !== 'for_rows') return found.leafOf(step, of, undefined)
  if (known.found === undefined) return null
  return known.distinct.flatMap((row) => {
    const list = found.leafOf(step, of, row)
    return isJsonArray(list) ? list : []
  })
}

function rowsOf({ step, each }: Each, found: FoundSteps): Json {
  const places = placesOf(step, found)
  return (
    places?.map((row) =>
      objectFrom(each.map(({ leaf, step: of, of: name }) => [leaf, found.leafOf(of, name, row)] as const)),
    ) ?? null
  )
}

function placesOf(step: string, found: FoundSteps): readonly number[] | undefined {
  const known = found.get(step)
  switch (known?.kind) {
    case 'rows':
      return known.rows === undefined ? undefined : [...known.rows.keys()]
    case 'for_rows':
      return known.found === undefined ? undefined : known.distinct.filter((row) => found.isThere(step, row))
    case 'once':
    case undefined:
      return undefined
  }
}
