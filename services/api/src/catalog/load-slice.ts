import {
  type Binding,
  type CatalogHead,
  type CatalogId,
  isJsonObject,
  nearestNames,
  type ObjectType,
  objectsOfObject,
  objectsOfOperation,
  type Operation,
  parseFieldPath,
  type SchemaCatalog,
} from '@bindery/model'
import { type CatalogRow, findBodies, listEntryNames, pageBodies, type Transaction } from '@bindery/store'
import { readHead, readObject, readOperation, readRelationship } from './read-entry.ts'

/** Most objects that one binding can pull in; beyond it paths are reported as not found rather than memory filled. */
const mostObjects = 3_000

/**
 * The part of a stored catalog that a binding can reach: its operation and the objects on the way of its paths. When
 * there is no such operation, the nearest ones come instead, for suggestions.
 */
export async function loadSlice(
  transaction: Transaction,
  catalog: CatalogRow,
  binding: Binding,
): Promise<SchemaCatalog> {
  const head = readHead(catalog.head)
  const operations = await loadOperations(transaction, catalog.id, binding.operation)
  const exact = operations.filter((operation) => operation.name === binding.operation)
  const objects = await loadObjects(transaction, catalog.id, {
    names: exact.flatMap((operation) => objectsOfOperation(operation)),
    depth: depthOf(binding),
  })
  const isTable = operations.some((operation) => operation.arguments.some((argument) => argument.place === 'column'))
  const relationships = isTable ? await loadRelationships(transaction, catalog.id) : []
  return toCatalog(head, { objects, operations, relationships })
}

type Parts = Pick<SchemaCatalog, 'objects' | 'operations' | 'relationships'>

const toCatalog = (head: CatalogHead, parts: Parts): SchemaCatalog => ({ ...head, ...parts })

async function loadOperations(
  transaction: Transaction,
  catalogId: CatalogId,
  name: string,
): Promise<readonly Operation[]> {
  const query = { catalogId, kind: 'operation' } as const
  const found = await findBodies(transaction, query, [name])
  if (found.length > 0) return found.map((row) => readOperation(row.body))
  const names = await listEntryNames(transaction, query, 50_000)
  const near = await findBodies(transaction, query, nearestNames(name, names, 5))
  return near.map((row) => readOperation(row.body))
}

async function loadObjects(
  transaction: Transaction,
  catalogId: CatalogId,
  reach: { readonly names: readonly string[]; readonly depth: number },
): Promise<readonly ObjectType[]> {
  const objects = new Map<string, ObjectType>()
  let wanted = new Set(reach.names)
  for (let depth = 0; depth <= reach.depth && wanted.size > 0 && objects.size < mostObjects; depth++) {
    const rows = await findBodies(transaction, { catalogId, kind: 'object' }, [...wanted])
    const level = rows.map((row) => readObject(row.body))
    for (const object of level) objects.set(object.name, object)
    wanted = new Set(level.flatMap(objectsOfObject).filter((name) => !objects.has(name)))
  }
  return [...objects.values()]
}

async function loadRelationships(transaction: Transaction, catalogId: CatalogId) {
  const rows = await pageBodies(transaction, { catalogId, kind: 'relationship' }, { offset: 0, limit: 100_000 })
  return rows.map((row) => readRelationship(row.body))
}

/** How many objects deep the longest name of a binding leads, and one more for suggestions. Expressions count as deep. */
function depthOf(binding: Binding): number {
  const paths = binding.projection.flatMap((entry) => {
    const inner = (entry.fields ?? []).map((field) => pathDepth(field.path) + transformDepth(field.transform))
    return [pathDepth(entry.path) + Math.max(0, ...inner) + transformDepth(entry.transform)]
  })
  const targets = [
    ...binding.inputs.map((input) => input.argument.split('.').length),
    ...binding.inputObjectMap.map((entry) => entry.field.split('.').length + 1),
  ]
  const constants = binding.inputObjectMap.map((entry) => jsonDepth(entry.const))
  return Math.min(12, 1 + Math.max(1, ...paths, ...targets.map((length, index) => length + (constants[index] ?? 0))))
}

function pathDepth(path: Binding['projection'][number]['path']): number {
  const parsed = parseFieldPath(path)
  return parsed.ok ? parsed.value.filter((step) => step.kind === 'field').length : 1
}

const transformDepth = (transform: string | undefined): number => (transform === undefined ? 0 : 4)

function jsonDepth(value: unknown): number {
  if (Array.isArray(value)) return 1 + Math.max(0, ...value.map(jsonDepth))
  return isJsonObject(value) ? 1 + Math.max(0, ...Object.values(value).map(jsonDepth)) : 0
}
