import {
  type Binding,
  isJsonObject,
  nearestNames,
  type ObjectType,
  objectsOfObject,
  objectsOfOperation,
  type Operation,
  parseFieldPath,
  type Relationship,
  type SchemaCatalog,
  viewAsOperator,
} from '@bindery/model'
import type { IntegrationRow, Transaction } from '@bindery/store'
import { readHead, readObject, readOperation, readRelationship } from './read-entry.ts'
import type { StoredCatalog } from './stored-catalog.ts'

/** Most objects that one binding can pull in; beyond it paths are reported as not found rather than memory filled. */
const mostObjects = 3_000

export interface SliceRequest {
  readonly binding: Binding
  /** Its operators may have set classes and effects of their own, and its connections fill places of requests. */
  readonly integration: Pick<IntegrationRow, 'sensitivity' | 'effects' | 'filled'>
}

/**
 * The part of a stored catalog that a binding can reach: its operation and the objects on the way of its paths. When
 * there is no such operation, the nearest ones come instead, for suggestions.
 */
export async function loadSlice(
  transaction: Transaction,
  catalog: StoredCatalog,
  { binding, integration }: SliceRequest,
): Promise<SchemaCatalog> {
  const view = viewAsOperator(integration)
  const operations = await loadOperations(transaction, catalog, binding.operation)
  const exact = operations.filter((operation) => operation.name === binding.operation)
  const objects = await loadObjects(transaction, catalog, {
    names: exact.flatMap((operation) => objectsOfOperation(operation)),
    depth: depthOf(binding),
  })
  const isTable = operations.some((operation) =>
    operation.arguments.some((argument) => argument.place === 'column'),
  )
  const relationships = isTable ? await loadRelationships(transaction, catalog) : []
  return {
    ...readHead(catalog.row.head),
    objects: objects.map(view.object),
    operations: operations.map(view.operation),
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

async function loadObjects(
  transaction: Transaction,
  catalog: StoredCatalog,
  reach: { readonly names: readonly string[]; readonly depth: number },
): Promise<readonly ObjectType[]> {
  const objects = new Map<string, ObjectType>()
  let wanted = new Set(reach.names)
  for (let depth = 0; depth <= reach.depth && wanted.size > 0 && objects.size < mostObjects; depth++) {
    const rows = [...wanted].map((name) => catalog.find('object', name)).filter((row) => row !== undefined)
    const level = (await catalog.bodies(transaction, rows)).map(readObject)
    for (const object of level) objects.set(object.name, object)
    wanted = new Set(level.flatMap(objectsOfObject).filter((name) => !objects.has(name)))
  }
  return [...objects.values()]
}

async function loadRelationships(
  transaction: Transaction,
  catalog: StoredCatalog,
): Promise<readonly Relationship[]> {
  return (await catalog.bodies(transaction, catalog.rows('relationship'))).map(readRelationship)
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
  return Math.min(
    12,
    1 + Math.max(1, ...paths, ...targets.map((length, index) => length + (constants[index] ?? 0))),
  )
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
