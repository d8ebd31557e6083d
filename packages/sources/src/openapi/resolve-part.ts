import { asObjectPlace, type ObjectPlace, type Place } from '../json-schema/place.ts'
import type { References } from '../json-schema/references.ts'

/** Follows one reference of a part that is no schema. Undefined when it leads nowhere. */
export function resolvePart(place: Place, references: References): ObjectPlace | undefined {
  let at = asObjectPlace(place)
  for (let hops = 0; at !== undefined && typeof at.node['$ref'] === 'string'; hops += 1) {
    const target = references.resolve(at.node['$ref'], at.file)
    if (target.status === 'missing' || hops > 20) return undefined
    at = asObjectPlace(target.place)
  }
  return at
}
