import {
  type Binding,
  nearestNames,
  type ObjectType,
  objectsOfObject,
  objectsOfOperation,
  type Operation,
  type Relationship,
  type SchemaCatalog,
  viewAsOperator,
} from '@bindery/model'
import { hasConditions, isOwnForm } from '@bindery/model/tables'
import type { IntegrationRow, Transaction } from '@bindery/store'
import { deepest, depthOf, innerNames, isJoining } from './binding-depth.ts'
import { readHead, readObject, readOperation, readRelationship } from './read-entry.ts'
import type { StoredCatalog } from './stored-catalog.ts'

/** Most objects that one binding can pull in; beyond it paths are reported as not found rather than memory filled. */
const mostObjects = 3_000

export interface SliceRequest {
  readonly binding: Binding
  /** Its operators may have set classes and effects of their own, and its connections fill places of requests. */
  readonly integration: Pick<IntegrationRow, 'sensitivity' | 'effects' | 'filled'>
  /** `whole_answer`: also objects that the answer holds and no path leads to. `paths` when absent. */
  readonly reach?: 'paths' | 'whole_answer'
}

/**
 * The part of a stored catalog that a binding can reach: its operation and the objects on the way of its paths. When
 * there is no such operation, the nearest ones come instead, for suggestions.
 */
export async function loadSlice(
  transaction: Transaction,
  catalog: StoredCatalog,
  { binding, integration, reach = 'paths' }: SliceRequest,
): Promise<SchemaCatalog> {
  const view = viewAsOperator(integration)
  const operations = await loadOperations(transaction, catalog, binding.operation)
  // What can be compared of a row is said by the search over its table.
  const exact = operations.filter((operation) => operation.name === binding.operation)
  const isTable = operations.some((operation) =>
    operation.arguments.some((argument) => argument.place === 'column'),
  )
  const relationships = isTable ? await loadRelationships(transaction, catalog) : []
  const objects = await loadObjects(transaction, catalog, {
    // What is counted is no part of an answer that holds counts alone.
    names: exact.flatMap((operation) => [
      ...objectsOfOperation(operation),
      ...(isOwnForm(operation) && operation.object !== undefined ? [operation.object] : []),
    ]),
    depth: reach === 'paths' ? depthOf(binding, { isTable }) : deepest,
    // Rows within rows are of tables that lead here.
    back: leadingHere(innerNames(binding), relationships),
  })
  return {
    ...readHead(catalog.row.head),
    objects: objects.map(view.object),
    operations: [
      ...operations,
      ...(await loadSearches(transaction, catalog, { binding, operations, objects })),
    ].map(view.operation),
    relationships,
  }
}

async function loadOperations(
  transaction: Transaction,
  catalog: StoredCatalog,
  name: string,
): Promise<readonly Operation[]> {
  const exact = catalog.find('operation', name)
  const names =
    exact === undefined
      ? nearestNames(
          name,
          catalog.rows('operation').map((row) => row.name),
          5,
        )
      : [name]
  const rows = names.map((near) => catalog.find('operation', near)).filter((row) => row !== undefined)
  return (await catalog.bodies(transaction, rows)).map(readOperation)
}

interface Searched {
  readonly binding: Binding
  readonly operations: readonly Operation[]
  readonly objects: readonly ObjectType[]
}

/** The searches over the table of a binding and over those that it leads to. */
async function loadSearches(
  transaction: Transaction,
  catalog: StoredCatalog,
  { binding, operations, objects }: Searched,
): Promise<readonly Operation[]> {
  const isJoined = isJoining(binding)
  if (!hasConditions(binding) && !isJoined) return []
  const about = isJoined ? objects.map(({ name }) => name) : operations.flatMap(({ object }) => object ?? [])
  const names = new Set(about.map((name) => `${name}.find`))
  for (const { name } of operations) names.delete(name)
  const rows = [...names].map((name) => catalog.find('operation', name)).filter((row) => row !== undefined)
  return (await catalog.bodies(transaction, rows)).map(readOperation)
}

async function loadObjects(
  transaction: Transaction,
  catalog: StoredCatalog,
  reach: {
    readonly names: readonly string[]
    readonly depth: number
    readonly back: readonly Relationship[]
  },
): Promise<readonly ObjectType[]> {
  const objects = new Map<string, ObjectType>()
  let wanted = new Set(reach.names)
  for (let depth = 0; depth <= reach.depth && wanted.size > 0 && objects.size < mostObjects; depth++) {
    const rows = [...wanted].map((name) => catalog.find('object', name)).filter((row) => row !== undefined)
    const level = (await catalog.bodies(transaction, rows)).map(readObject)
    for (const object of level) objects.set(object.name, object)
    const here = new Set(level.map(({ name }) => name))
    const back = reach.back.flatMap(({ from, to }) => (here.has(to.object) ? [from.object] : []))
    wanted = new Set([...level.flatMap(objectsOfObject), ...back].filter((name) => !objects.has(name)))
  }
  return [...objects.values()]
}

/** The relationships of tables that some names are, or of those that may have been meant. */
function leadingHere(
  names: readonly string[],
  relationships: readonly Relationship[],
): readonly Relationship[] {
  const tables = [...new Set(relationships.map(({ from }) => from.object))]
  const meant = names.flatMap((name) => {
    const exact = tables.filter((table) => name === table || name.startsWith(`${table}_by_`))
    return exact.length > 0 ? exact : nearestNames(name, tables, 3)
  })
  return relationships.filter(({ from }) => meant.includes(from.object))
}

async function loadRelationships(
  transaction: Transaction,
  catalog: StoredCatalog,
): Promise<readonly Relationship[]> {
  return (await catalog.bodies(transaction, catalog.rows('relationship'))).map(readRelationship)
}
