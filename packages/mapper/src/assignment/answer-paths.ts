import type { CatalogIndex, Field, Operation, SensitivityClass, TypeRef } from '@bindery/model'

/** A leaf of an operation's answer that an output may take. */
export interface AnswerPath {
  /** Names from the answer to the leaf. */
  readonly names: readonly string[]
  /** After how many names each list on the way stands: `[0]` for a root list, `[1]` for `items[].name`. */
  readonly lists: readonly number[]
  readonly type: TypeRef
  readonly sensitivity: SensitivityClass
  readonly description: string
}

const mostLeaves = 400
const mostVisits = 400
const deepest = 4

/**
 * Leaves of an answer, breadth-first, so that the plain fields of the object it is about come before what lies deeper.
 * An object is entered once per way, credentials and error channels never. Lists that are modelled twice (`edges`,
 * `nodes`) are entered through `nodes` only.
 */
export function answerPaths({ returns }: Operation, index: CatalogIndex): readonly AnswerPath[] {
  if (returns === undefined) return []
  const leaves: AnswerPath[] = []
  let level: readonly Visit[] = [
    { names: [], lists: [], type: returns.type, owners: [], sensitivity: 'none', description: '' },
  ]
  for (let depth = 0; depth <= deepest && level.length > 0 && leaves.length < mostLeaves; depth++)
    level = level.flatMap((visit) => openVisit(visit, leaves, index)).slice(0, mostVisits)
  return leaves.slice(0, mostLeaves)
}

/** The visits below one; a leaf is put with the leaves. */
function openVisit(visit: Visit, leaves: AnswerPath[], index: CatalogIndex): readonly Visit[] {
  const opened = openLists(visit)
  if (isLeaf(opened.type)) {
    if (opened.names.length > 0 && canBeNamed(opened)) leaves.push(opened)
    return []
  }
  return fieldsOf(opened, index).map((field) => enter(opened, field))
}

const longestPath = 900

/** A binding takes no longer paths; quotes and dots come on top of the names. */
const canBeNamed = ({ names }: AnswerPath): boolean =>
  names.reduce((sum, name) => sum + name.length + 4, 0) <= longestPath

interface Visit extends AnswerPath {
  /** Objects on the way, so that a cycle ends. */
  readonly owners: readonly string[]
}

const isLeaf = (type: TypeRef): boolean => type.kind === 'scalar' || type.kind === 'enum'

function openLists(visit: Visit): Visit {
  if (visit.type.kind !== 'list') return visit
  return openLists({ ...visit, type: visit.type.items, lists: [...visit.lists, visit.names.length] })
}

function fieldsOf({ type, owners }: Visit, index: CatalogIndex): readonly Field[] {
  const names = objectNames(type).filter((name) => owners.filter((owner) => owner === name).length < 2)
  const fields = names.flatMap((name) => index.object(name)?.fields ?? [])
  const hasNodes = fields.some(({ name }) => name === 'nodes')
  return fields.filter(
    (field) =>
      field.isErrorChannel !== true &&
      field.access !== 'write_only' &&
      field.sensitivity !== 'credential' &&
      !(field.arguments ?? []).some((argument) => argument.required) &&
      !(hasNodes && field.name === 'edges'),
  )
}

function objectNames(type: TypeRef): readonly string[] {
  if (type.kind === 'object') return [type.name]
  return type.kind === 'union' ? type.members.slice(0, 3).flatMap(objectNames) : []
}

function enter(from: Visit, field: Field): Visit {
  return {
    names: [...from.names, field.name],
    lists: from.lists,
    type: field.type,
    owners: [...from.owners, ...objectNames(from.type)],
    sensitivity: field.sensitivity === 'none' ? from.sensitivity : field.sensitivity,
    description: field.description ?? '',
  }
}
