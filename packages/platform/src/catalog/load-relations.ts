import { type ObjectType, parseJson, type Relationship } from '@bindery/model'
import { z } from 'zod'
import type { IndexRow } from '../pages/index-row.ts'
import { isEdgeVisible, listEntries, missing, type ScopedCatalog } from './browse.ts'
import { visibleObject } from './load-visible.ts'
import {
  type Edge,
  EdgeIndex,
  type Neighbourhood,
  neighbourhoodOf,
  type NeighbourhoodQuery,
} from './neighbourhood.ts'
import { readObject, readRelationship } from './read-entry.ts'
import { toEdgeView } from './views.ts'

export interface RelationsQuery extends Omit<NeighbourhoodQuery, 'weightOf'> {
  /** Which fields of each object come along. */
  readonly fields: 'names' | 'keys' | 'all'
}

export interface RelatedObject {
  readonly name: string
  readonly label: string | null
  readonly fieldCount: number
  readonly operationCount: number
  readonly degree: { readonly in: number; readonly out: number }
  readonly fields: readonly RelatedField[]
  readonly step: number
}

export interface RelatedField {
  readonly name: string
  readonly isKey: boolean
  readonly sensitive: boolean
}

export interface Relations {
  readonly nodes: readonly RelatedObject[]
  readonly edges: readonly Relationship[]
  readonly cut: Neighbourhood['cut']
}

/** Most fields of one object; `fieldCount` tells of the rest. */
const mostFields = 40

/** What is around objects, without what scoping blocks. Throws `not_found` with near names for one that there is not. */
export async function loadRelations(scoped: ScopedCatalog, query: RelationsQuery): Promise<Relations> {
  const { catalog, scope } = scoped
  const absent = query.focus.find(
    (name) => catalog.find('object', name) === undefined || scope.isObjectBlocked(name),
  )
  if (absent !== undefined) throw missing(scoped, 'object', absent)
  const rows = new Map<string, IndexRow>()
  const index = new EdgeIndex(await visibleEdges(scoped, rows))
  const summaries = new Map<string, Summary>()
  const summaryOf = (name: string): Summary => {
    const known = summaries.get(name) ?? readSummary(catalog.find('object', name))
    summaries.set(name, known)
    return known
  }
  const weightOf = (name: string): number => summaryOf(name).operationCount
  const { nodes, edges, cut } = neighbourhoodOf(index, { ...query, weightOf })
  const bodies = await loadBodies(scoped, [...nodes.keys()])
  const read = await readEdges(
    scoped,
    edges.flatMap((edge) => rows.get(edge.name) ?? []),
  )
  const joining = joiningFields(read)
  return {
    nodes: [...nodes].map(([name, step]) => ({
      name,
      step,
      label: summaryOf(name).label ?? null,
      operationCount: summaryOf(name).operationCount,
      degree: { in: index.of(name, 'in').length, out: index.of(name, 'out').length },
      ...fieldsOf(bodies.get(name), query.fields, joining.get(name) ?? new Set()),
    })),
    edges: read,
    cut,
  }
}

/** Fields of each object that edges begin or end in. */
function joiningFields(edges: readonly Relationship[]): ReadonlyMap<string, ReadonlySet<string>> {
  const joining = new Map<string, Set<string>>()
  for (const { object, fields } of edges.flatMap(({ from, to }) => [from, to])) {
    const known = joining.get(object) ?? new Set()
    for (const field of fields) known.add(field)
    joining.set(object, known)
  }
  return joining
}

/** Ends stand in the facts of a row; whether a blocked field is among them only in its body. */
async function visibleEdges(scoped: ScopedCatalog, rows: Map<string, IndexRow>): Promise<readonly Edge[]> {
  const listed = listEntries(scoped, 'relationship', { facts: [] })
  const hidden = await hiddenEdges(scoped, listed)
  return listed.flatMap((row) => {
    const [from = '', to = ''] = row.facts.map((fact) => fact.slice('object:'.length))
    if (hidden.has(row.name)) return []
    rows.set(row.name, row)
    return [{ name: row.name, from, to }]
  })
}

async function hiddenEdges(
  { catalog, transaction, integration, scope }: ScopedCatalog,
  rows: readonly IndexRow[],
): Promise<ReadonlySet<string>> {
  if (integration.blockedFields.length === 0) return new Set()
  const bodies = await catalog.bodies(transaction, rows)
  const views = bodies.map((body) => toEdgeView(readRelationship(body)))
  return new Set(views.filter((view) => !isEdgeVisible(view, scope)).map(({ name }) => name))
}

const Summary = z.object({ label: z.string().optional(), operationCount: z.int() })
type Summary = z.output<typeof Summary>

const readSummary = (row: IndexRow | undefined): Summary =>
  row === undefined ? { operationCount: 0 } : Summary.parse(parseJson(row.summary))

async function loadBodies(
  { catalog, transaction, view, scope }: ScopedCatalog,
  names: readonly string[],
): Promise<ReadonlyMap<string, ObjectType>> {
  const rows = names.flatMap((name) => catalog.find('object', name) ?? [])
  const objects = (await catalog.bodies(transaction, rows)).flatMap((body) =>
    visibleObject(view.object(readObject(body)), scope),
  )
  return new Map(objects.map((object) => [object.name, object]))
}

async function readEdges(
  { catalog, transaction }: ScopedCatalog,
  rows: readonly IndexRow[],
): Promise<readonly Relationship[]> {
  return (await catalog.bodies(transaction, rows)).map(readRelationship)
}

function fieldsOf(
  object: ObjectType | undefined,
  wanted: RelationsQuery['fields'],
  joining: ReadonlySet<string>,
): Pick<RelatedObject, 'fields' | 'fieldCount'> {
  if (object === undefined) return { fieldCount: 0, fields: [] }
  const { key, fields } = object
  const isShown = (name: string): boolean => {
    switch (wanted) {
      case 'names':
        return false
      case 'keys':
        return key.includes(name) || joining.has(name)
      case 'all':
        return true
    }
  }
  return {
    fieldCount: fields.length,
    fields: fields
      .filter(({ name }) => isShown(name))
      .slice(0, mostFields)
      .map(({ name, sensitivity }) => ({
        name,
        isKey: key.includes(name),
        sensitive: sensitivity !== 'none',
      })),
  }
}
