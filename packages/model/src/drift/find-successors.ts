import type { ObjectType } from '../catalog.ts'
import { objectsIn } from '../catalog-index.ts'
import type { Typed, TypeRef } from '../type-ref.ts'
import type { PartPair } from './describe-drift.ts'
import { guessFields, type RenameGuess, toGuess } from './guess-renames.ts'

/** Beyond it a provider has been rewritten, and nothing stands where something else stood. */
const mostSuccessors = 400

/**
 * Objects that are new and stand where others stood: in the answer or an argument of the same operation, or in the same field
 * of an object or of its successor. Names and fields have no say, and what stood there may still be elsewhere, so one object
 * may have several. A field of the first that its successor lacks is guessed as for a rename. Each is one list: the object and
 * its fields.
 */
export function findSuccessors(pairs: readonly PartPair[]): readonly (readonly RenameGuess[])[] {
  const objects = pairs.flatMap((pair) => (pair.kind === 'object' ? [pair] : []))
  const come = new Map(
    objects.flatMap(({ before, after }) => (before === undefined && after ? [[after.name, after]] : [])),
  )
  const old = new Map(objects.flatMap(({ before }) => (before ? [[before.name, before]] : [])))
  const places = pairs.flatMap(sharedPlaces)
  const found = new Map<string, readonly RenameGuess[]>()
  // Each successor adds its fields to the places that are still to be looked at.
  for (const place of places) {
    for (const [from, to] of changedObjects(place)) {
      const key = JSON.stringify([from, to])
      const after = come.get(to)
      if (after === undefined || found.has(key) || found.size === mostSuccessors) continue
      const before = old.get(from)
      found.set(key, [
        toGuess({ kind: 'object', from, to, likeness: 1 }),
        ...(before === undefined ? [] : guessFields(before, after)),
      ])
      if (before !== undefined) places.push(...sharedFields(before, after))
    }
  }
  return [...found.values()]
}

interface Place {
  readonly before: TypeRef
  readonly after: TypeRef
}

function sharedPlaces(pair: PartPair): readonly Place[] {
  const { before, after } = pair
  if (before === undefined || after === undefined) return []
  if (pair.kind === 'object' && pair.before && pair.after) return sharedFields(pair.before, pair.after)
  if (pair.kind !== 'operation' || !pair.before || !pair.after) return []
  const [was, is] = [pair.before.returns, pair.after.returns]
  const answer = was === undefined || is === undefined ? [] : [{ before: was.type, after: is.type }]
  return [...answer, ...sharedMembers(pair.before.arguments, pair.after.arguments)]
}

const sharedFields = (before: ObjectType, after: ObjectType): readonly Place[] =>
  sharedMembers(before.fields, after.fields)

interface Named extends Typed {
  readonly name: string
}

function sharedMembers(before: readonly Named[], after: readonly Named[]): readonly Place[] {
  const now = new Map(after.map((member) => [member.name, member.type]))
  return before.flatMap(({ name, type }) => {
    const next = now.get(name)
    return next === undefined ? [] : [{ before: type, after: next }]
  })
}

/** Each object that stood in a place with each that stands there now and did not. */
function changedObjects({ before, after }: Place): readonly (readonly [from: string, to: string])[] {
  const was = objectsIn(before)
  const come = objectsIn(after).filter((name) => !was.includes(name))
  return was.flatMap((from) => come.map((to) => [from, to] as const))
}
