import type { Field, ObjectType } from '../catalog.ts'
import { objectsIn } from '../catalog-index.ts'
import { nameWords } from '../name-words.ts'
import type { PartPair } from './describe-drift.ts'
import { type RenameGuess, toGuess } from './guess-renames.ts'

const mostSteps = 4
/** Beyond them a provider has been rewritten, and equal names are equal by chance. */
const mostWays = 500
const mostObjects = 500
const mostMoves = 400

/**
 * Fields that went where a way through objects is new that reads the same (`internal_code`, `internal.code`) or ends in the
 * same name, and the other way round. Only objects of which something changed are looked into. Each guess is a list of its own.
 */
export function findNested(pairs: readonly PartPair[]): readonly (readonly RenameGuess[])[] {
  const objects = pairs.flatMap((pair) => (pair.kind === 'object' ? [pair] : []))
  const before = objectsByName(objects.map((pair) => pair.before))
  const after = objectsByName(objects.map((pair) => pair.after))
  const moves = objects.slice(0, mostObjects).flatMap((pair) => {
    if (pair.before === undefined || pair.after === undefined) return []
    return movesBetween(waysFrom(pair.before, before), waysFrom(pair.after, after))
  })
  return moves.slice(0, mostMoves).map((move) => [move])
}

/** A field by the names on the way to it. */
interface Way {
  /** The object and the name of the field, as one text. */
  readonly place: string
  readonly owner: string
  readonly field: string
  readonly steps: number
  readonly words: string
  readonly lastWords: string
}

/** One of two ways that are the same is a single field. */
function movesBetween(old: readonly Way[], now: readonly Way[]): readonly RenameGuess[] {
  const [gone, come] = [without(old, now), without(now, old)]
  const flat = (ways: readonly Way[]) => ways.filter(({ steps }) => steps === 1)
  const nested = (ways: readonly Way[]) => ways.filter(({ steps }) => steps > 1)
  return [
    ...matches(flat(gone), nested(come)).map(([from, to]) => toMove(from, to)),
    ...matches(flat(come), nested(gone)).map(([to, from]) => toMove(from, to)),
  ]
}

function without(ways: readonly Way[], others: readonly Way[]): readonly Way[] {
  const known = new Set(others.map(({ place }) => place))
  return ways.filter(({ place }) => !known.has(place))
}

function matches(fields: readonly Way[], ways: readonly Way[]): readonly (readonly [field: Way, way: Way])[] {
  const byWords = new Map(fields.map((field) => [field.words, field]))
  return ways.flatMap((way) => {
    const field = byWords.get(way.words) ?? byWords.get(way.lastWords)
    return field === undefined ? [] : [[field, way] as const]
  })
}

const toMove = (from: Way, to: Way): RenameGuess =>
  toGuess({ kind: 'field', owner: from.owner, from: from.field, to: to.field, into: to.owner, likeness: 1 })

const wordsOf = (name: string): string => nameWords(name).join(' ')

function objectsByName(objects: readonly (ObjectType | undefined)[]): ReadonlyMap<string, ObjectType> {
  return new Map(objects.flatMap((object) => (object === undefined ? [] : [[object.name, object] as const])))
}

function waysFrom(object: ObjectType, objects: ReadonlyMap<string, ObjectType>): readonly Way[] {
  const ways = new Map(object.fields.map((field) => [wayTo(object.name, field, undefined), field]))
  // Each step adds those that it leads to.
  for (const [way, { type }] of ways) {
    if (way.steps === mostSteps || ways.size > mostWays) break
    const inner = objectsIn(type).flatMap((name) => objects.get(name) ?? [])
    for (const { name, fields } of inner) for (const field of fields) ways.set(wayTo(name, field, way), field)
  }
  return [...ways.keys()]
}

function wayTo(owner: string, { name }: Field, before: Way | undefined): Way {
  const lastWords = wordsOf(name)
  return {
    place: JSON.stringify([owner, name]),
    owner: owner,
    field: name,
    steps: (before?.steps ?? 0) + 1,
    words: before === undefined ? lastWords : `${before.words} ${lastWords}`,
    lastWords,
  }
}
