import type { Constraints, JsonObject } from '@bindery/model'
import type { Draft } from './draft.ts'
import type { IssueLog } from './issue-log.ts'
import { checkPattern } from './check-pattern.ts'
import { childPlace, type Place } from './place.ts'
import { isExactNumber } from './read-value.ts'

const counts = ['minLength', 'maxLength', 'minItems', 'maxItems'] as const
const bounds = ['minimum', 'maximum', 'multipleOf'] as const

/** Bounds and pattern of a schema. Undefined when it has none. Values that cannot be true are reported and left out. */
export function readConstraints(node: JsonObject, place: Place, log: IssueLog): Constraints | undefined {
  const found: Draft<Constraints> = {}
  for (const name of counts) {
    const value = node[name]
    if (value === undefined) continue
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) found[name] = value
    else reportNumber(name, place, log)
  }
  for (const name of bounds) {
    const value = node[name]
    if (value === undefined || value === null) continue
    if (typeof value === 'number' && isExactNumber(value)) found[name] = value
    else reportNumber(name, place, log)
  }
  readExclusive(node, found, { place, log })
  const pattern = node['pattern']
  if (typeof pattern === 'string') {
    found.pattern = pattern.slice(0, 2000).toWellFormed()
    checkPattern(pattern, childPlace(place, 'pattern'), log)
  }
  for (const _ in found) return found
  return undefined
}

/** JSON Schema 2020-12 gives a number; OpenAPI 3.0 and 2.0 give a boolean that turns `minimum` into one. */
function readExclusive(
  node: JsonObject,
  found: Draft<Constraints>,
  at: { readonly place: Place; readonly log: IssueLog },
): void {
  const low = node['exclusiveMinimum']
  if (typeof low === 'number' && isExactNumber(low)) found.exclusiveMinimum = low
  else if (low === true && found.minimum !== undefined) {
    found.exclusiveMinimum = found.minimum
    delete found.minimum
  } else if (typeof low === 'number') reportNumber('exclusiveMinimum', at.place, at.log)
  const high = node['exclusiveMaximum']
  if (typeof high === 'number' && isExactNumber(high)) found.exclusiveMaximum = high
  else if (high === true && found.maximum !== undefined) {
    found.exclusiveMaximum = found.maximum
    delete found.maximum
  } else if (typeof high === 'number') reportNumber('exclusiveMaximum', at.place, at.log)
}

function reportNumber(name: string, place: Place, log: IssueLog): void {
  log.report({
    code: 'number_out_of_range',
    severity: 'info',
    message: `"${name}" is not a number that can be kept exactly; it was left out.`,
    pointer: `${place.pointer}/${name}`,
  })
}
