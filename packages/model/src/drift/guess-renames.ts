import { fingerprint } from '../canonical-json.ts'
import type { ObjectType, Operation } from '../catalog.ts'
import { nameSimilarity } from '../nearest-names.ts'
import { describeType, type Typed } from '../type-ref.ts'
import type { PartPair } from './describe-drift.ts'

/** A part or member that went, and one that came and may be the same thing. */
export interface RenameGuess {
  readonly kind: 'object' | 'operation' | 'field' | 'argument'
  /** The object of a field or the operation of an argument, by its old name. */
  readonly owner?: string
  readonly from: string
  readonly to: string
  /** The object that has the field now, when it is neither the owner nor what that one is called now. */
  readonly into?: string
  /** 0 to 1; unlikely ones are not guessed. */
  readonly likeness: number
  /** The same for the same guess, so that what a person decided about it is known again. */
  readonly fingerprint: string
}

/** How much of the likeness is the name, and what is too little; members have little else than their names. */
const weights = {
  part: { name: 0.5, least: 0.65 },
  member: { name: 0.7, least: 0.6 },
} as const
/** Beyond it a provider has been rewritten, not renamed, and guesses would be noise. */
const mostCandidates = 400

/**
 * Which of the parts and members that went may have been renamed, likeliest first; each name is used once. Likeness is
 * a weighted mean of the likeness of names and of what they stand for: fields and their types for objects, arguments, answer
 * and effect for operations, the type for members. Both sides of a renamed object or operation are compared inside too.
 */
export function guessRenames(pairs: readonly PartPair[]): readonly RenameGuess[] {
  const objects = guessParts(
    'object',
    pairs.flatMap((pair) =>
      pair.kind === 'object' && pair.after === undefined && pair.before ? [pair.before] : [],
    ),
    pairs.flatMap((pair) =>
      pair.kind === 'object' && pair.before === undefined && pair.after ? [pair.after] : [],
    ),
  )
  const operations = guessParts(
    'operation',
    pairs.flatMap((pair) =>
      pair.kind === 'operation' && pair.after === undefined && pair.before ? [pair.before] : [],
    ),
    pairs.flatMap((pair) =>
      pair.kind === 'operation' && pair.before === undefined && pair.after ? [pair.after] : [],
    ),
  )
  const members = pairs.flatMap((pair) => {
    if (pair.kind === 'object' && pair.before && pair.after) return guessFields(pair.before, pair.after)
    if (pair.kind === 'operation' && pair.before && pair.after) return guessArguments(pair.before, pair.after)
    return []
  })
  const inside = [
    ...objects.flatMap(({ before, after }) => guessFields(before, after)),
    ...operations.flatMap(({ before, after }) => guessArguments(before, after)),
  ]
  return [
    ...objects.map(({ guess }) => guess),
    ...operations.map(({ guess }) => guess),
    ...members,
    ...inside,
  ].sort((a, b) => b.likeness - a.likeness)
}

interface PartGuess<Part> {
  readonly guess: RenameGuess
  readonly before: Part
  readonly after: Part
}

function guessParts<Part extends ObjectType | Operation>(
  kind: 'object' | 'operation',
  gone: readonly Part[],
  come: readonly Part[],
): readonly PartGuess<Part>[] {
  const old = gone.slice(0, mostCandidates).map((part) => ({ part, name: part.name, traits: traitsOf(part) }))
  const now = come.slice(0, mostCandidates).map((part) => ({ part, name: part.name, traits: traitsOf(part) }))
  const alike = (before: (typeof old)[number], after: (typeof old)[number]): number =>
    overlap(before.traits, after.traits)
  return match({ gone: old, come: now, weight: weights.part }, alike).map(({ before, after, likeness }) => ({
    guess: toGuess({ kind, from: before.name, to: after.name, likeness }),
    before: before.part,
    after: after.part,
  }))
}

function traitsOf(part: ObjectType | Operation): ReadonlySet<string> {
  if ('fields' in part) return new Set(part.fields.map((field) => `${field.name}: ${shapeOf(field)}`))
  return new Set([
    part.effect,
    ...part.arguments.map((argument) => `${argument.name}: ${shapeOf(argument)}`),
    ...(part.returns === undefined ? [] : [`returns ${shapeOf(part.returns)}`]),
  ])
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((trait) => b.has(trait)).length
  const total = a.size + b.size - shared
  return total === 0 ? 0 : shared / total
}

export function guessFields(before: ObjectType, after: ObjectType): readonly RenameGuess[] {
  return guessMembers(before.fields, after.fields, { kind: 'field', owner: before.name })
}

function guessArguments(before: Operation, after: Operation): readonly RenameGuess[] {
  return guessMembers(before.arguments, after.arguments, { kind: 'argument', owner: before.name })
}

interface Named extends Typed {
  readonly name: string
}

function guessMembers(
  before: readonly Named[],
  after: readonly Named[],
  of: { readonly kind: 'field' | 'argument'; readonly owner: string },
): readonly RenameGuess[] {
  const old = new Set(before.map((member) => member.name))
  const now = new Set(after.map((member) => member.name))
  const gone = before.filter((member) => !now.has(member.name)).slice(0, mostCandidates)
  const come = after.filter((member) => !old.has(member.name)).slice(0, mostCandidates)
  const sameType = (a: Named, b: Named): number => (shapeOf(a) === shapeOf(b) ? 1 : 0)
  return match({ gone, come, weight: weights.member }, sameType).map(
    ({ before: from, after: to, likeness }) => toGuess({ ...of, from: from.name, to: to.name, likeness }),
  )
}

const shapeOf = ({ type }: Typed): string => describeType(type)

interface Match<Part> {
  readonly before: Part
  readonly after: Part
  readonly likeness: number
}

interface Contest<Part> {
  readonly gone: readonly Part[]
  readonly come: readonly Part[]
  readonly weight: { readonly name: number; readonly least: number }
}

/** One to one, likeliest pair first. */
function match<Part extends { readonly name: string }>(
  { gone, come, weight }: Contest<Part>,
  alike: (before: Part, after: Part) => number,
): readonly Match<Part>[] {
  const candidates = gone.flatMap((before) =>
    come.flatMap((after) => {
      const name = nameSimilarity(before.name, after.name)
      const likeness = weight.name * name + (1 - weight.name) * alike(before, after)
      return likeness < weight.least ? [] : [{ before, after, likeness }]
    }),
  )
  candidates.sort((a, b) => b.likeness - a.likeness)
  const used = new Set<Part>()
  return candidates.filter(({ before, after }) => {
    if (used.has(before) || used.has(after)) return false
    used.add(before).add(after)
    return true
  })
}

export function toGuess(guess: Omit<RenameGuess, 'fingerprint'>): RenameGuess {
  const { kind, owner, from, to, into } = guess
  const likeness = Math.round(guess.likeness * 100) / 100
  return { ...guess, likeness, fingerprint: fingerprint({ kind, owner, from, to, into }) }
}
