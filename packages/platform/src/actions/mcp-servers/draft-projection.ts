import {
  type BindingInputDocument,
  type Field,
  isWritable,
  type ObjectType,
  type TypeRef,
  type Typed,
} from '@bindery/model'
import { LeafNames } from './leaf-names.ts'

type Projection = NonNullable<BindingInputDocument['projection']>
type Entry = Projection[number]
type Find = (name: string) => ObjectType | undefined

/** Outputs that a binding may have, and fields of its rows. */
const mostOutputs = 60
const mostRows = 100
/** Objects inside objects that are flattened; deeper ones are given as JSON text. */
export const deepestObjects = 4

export interface DraftProjection {
  readonly projection: Projection
  /** Paths of what an answer may hold and the projection does not give. */
  readonly leftOut: readonly string[]
}

/**
 * All of an answer that anybody may see, as outputs: values and lists of values as they are, objects flattened, lists of
 * objects as rows, and what has no such form (maps, lists inside lists, values without a schema) as the text of its JSON.
 */
export function draftProjection(returns: Typed | undefined, find: Find): DraftProjection {
  if (returns === undefined) return { projection: [], leftOut: [] }
  const drafting: Drafting = { find, names: new LeafNames(), leftOut: [], place: 'answer' }
  const root: Spot = { path: [], words: [], within: [] }
  const entries = entriesOf(returns.type, root, drafting)
  const over = entries.slice(mostOutputs).map(({ leaf }) => leaf)
  return { projection: entries.slice(0, mostOutputs), leftOut: [...drafting.leftOut, ...over] }
}

interface Drafting {
  readonly find: Find
  readonly names: LeafNames
  readonly leftOut: string[]
  /** Rows hold no rows. */
  readonly place: 'answer' | 'row'
}

interface Spot {
  readonly path: readonly string[]
  /** What a leaf is named after. */
  readonly words: readonly string[]
  /** The objects on the way, so that one that holds itself is not followed for ever. */
  readonly within: readonly string[]
}

function entriesOf(type: TypeRef, spot: Spot, drafting: Drafting): readonly Entry[] {
  const leaf = () => drafting.names.take(spot.words.join('_') || 'result')
  const path = [...spot.path]
  switch (type.kind) {
    case 'scalar':
    case 'enum':
      return [{ path, leaf: leaf() }]
    case 'object': {
      const fields = flattened(type, spot, drafting)
      return fields ?? [{ path, leaf: leaf(), transform: asText }]
    }
    case 'list':
      return [listEntry(type.items, { path, leaf: leaf() }, drafting)]
    case 'map':
    case 'union':
      return [{ path, leaf: leaf(), transform: asText }]
  }
}

const asText = '$string($)'

/** Undefined for an object that cannot be told by its fields. */
function flattened(
  { name }: Extract<TypeRef, { kind: 'object' }>,
  spot: Spot,
  drafting: Drafting,
): readonly Entry[] | undefined {
  const object = drafting.find(name)
  const isOpen = object === undefined || object.fields.length === 0
  if (isOpen || spot.within.includes(name) || spot.within.length === deepestObjects) return undefined
  return object.fields.flatMap((field) => {
    if (!isShown(field)) {
      drafting.leftOut.push([...spot.path, field.name].join('.'))
      return []
    }
    const inner = {
      path: [...spot.path, field.name],
      words: [...spot.words, field.name],
      within: [...spot.within, name],
    }
    return entriesOf(field.type, inner, drafting)
  })
}

function listEntry(items: TypeRef, entry: { path: string[]; leaf: string }, drafting: Drafting): Entry {
  if (items.kind === 'scalar' || items.kind === 'enum') return { ...entry, transform: '$' }
  if (items.kind !== 'object' || drafting.place === 'row') return { ...entry, transform: asText }
  const row: Drafting = { ...drafting, names: new LeafNames(), place: 'row' }
  const fields = flattened(items, { path: [], words: [], within: [] }, row) ?? []
  if (fields.length === 0) return { ...entry, transform: asText }
  drafting.leftOut.push(...fields.slice(mostOutputs).map(({ leaf }) => `${entry.leaf}.${leaf}`))
  return { ...entry, max: mostRows, fields: fields.slice(0, mostOutputs) }
}

/** A value that anybody may see, and no channel for errors, which a call fails by. */
const isShown = ({ sensitivity, isErrorChannel, access }: Field): boolean =>
  isWritable(sensitivity) && isErrorChannel !== true && access !== 'write_only'
