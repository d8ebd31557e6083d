import { canonicalJson } from '../canonical-json.ts'
import type { ObjectType, Operation } from '../catalog.ts'
import type { PartPair } from './describe-drift.ts'
import { type RenameGuess, toGuess } from './guess-renames.ts'

/** Beyond it a provider has been rewritten, and equal parts are equal by chance. */
const mostMoves = 400
/** What so many are known by tells none of them. */
const mostAlike = 4

/**
 * Operations and objects that are now under another name what one was before under its own, which is gone or stands for
 * something else since: two may have exchanged their names. Names have no say. An operation is known again by what it sends
 * or by its address in the document, and otherwise, as an object is, by all that is said of it. Each guess is a list of its own.
 */
export function findMoves(pairs: readonly PartPair[]): readonly (readonly RenameGuess[])[] {
  const operations = pairs.flatMap((pair) => (pair.kind === 'operation' ? [pair] : []))
  const objects = pairs.flatMap((pair) => (pair.kind === 'object' ? [pair] : []))
  return [
    ...movesOf('operation', operations, operationSigns),
    ...movesOf('object', objects, objectSigns),
  ].map((move) => [toGuess({ ...move, likeness: 1 })])
}

interface Sides<Part> {
  readonly name: string
  readonly before: Part | undefined
  readonly after: Part | undefined
}

/** What a part is known by, surest first; each sign is compared with its like only. */
type SignsOf<Part> = (part: Part) => readonly (string | undefined)[]

function movesOf<Part>(
  kind: 'object' | 'operation',
  pairs: readonly Sides<Part>[],
  signsOf: SignsOf<Part>,
): readonly Pick<RenameGuess, 'kind' | 'from' | 'to'>[] {
  const sides = pairs.map(({ name, before, after }) => ({
    name,
    before: before === undefined ? [] : signsOf(before),
    after: after === undefined ? [] : signsOf(after),
  }))
  const signsNow = new Map(sides.map(({ name, after }) => [name, after]))
  const found = new Map<string, readonly Pick<RenameGuess, 'kind' | 'from' | 'to'>[]>()
  for (const sign of [0, 1, 2]) {
    const homes = namesBySign(sides.map(({ name, before }) => ({ name, sign: before[sign] })))
    for (const { name: to, before, after } of sides) {
      const value = after[sign]
      if (value === undefined || value === before[sign] || found.has(to)) continue
      const from = (homes.get(value) ?? []).filter((name) => signsNow.get(name)?.[sign] !== value)
      if (from.length === 0 || from.length > mostAlike) continue
      found.set(
        to,
        from.map((name) => ({ kind, from: name, to })),
      )
    }
  }
  return [...found.values()].flat().slice(0, mostMoves)
}

function namesBySign(
  all: readonly { readonly name: string; readonly sign: string | undefined }[],
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const { name, sign } of all) {
    if (sign !== undefined) names.set(sign, [...(names.get(sign) ?? []), name])
  }
  return names
}

/** An address is one where it is a way through the document; a line or a number in a list belongs to whatever stands there. */
function operationSigns(operation: Operation): readonly (string | undefined)[] {
  const { call, provenance, title, description, arguments: taken, returns } = operation
  const all = {
    title,
    description,
    taken: taken.map(({ provenance: _provenance, ...argument }) => argument),
    returns,
  }
  return [
    canonicalJson(call),
    provenance.includes('#/') ? provenance : undefined,
    taken.length === 0 && description === undefined ? undefined : canonicalJson(all),
  ]
}

/** An object of one field or none is like many others. */
function objectSigns({ description, fields, additional, key }: ObjectType): readonly (string | undefined)[] {
  const all = {
    description,
    fields: fields.map(({ provenance: _provenance, ...field }) => field),
    additional,
    key,
  }
  return [fields.length < 2 ? undefined : canonicalJson(all)]
}
