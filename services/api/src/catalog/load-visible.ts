import { setImmediate } from 'node:timers/promises'
import {
  checkScope,
  isColumnBlocked,
  objectsIn,
  type ObjectType,
  type Operation,
  overrideSensitivity,
  type Relationship,
  type SchemaCatalog,
  type ScopeCheck,
} from '@bindery/model'
import type { IntegrationRow } from '@bindery/store'
import type { Services } from '../services.ts'
import { isOperationHidden } from './browse.ts'
import { readHead, readObject, readOperation, readRelationship } from './read-entry.ts'
import type { StoredCatalog } from './stored-catalog.ts'

/** Parts that one transaction reads and one turn of the event loop parses. */
const batchSize = 200

/**
 * A whole catalog in memory, with the classes that operators set and without what scoping hides: for work that has to
 * look at everything. Other callers get their turn every few hundred parts.
 */
export async function loadVisibleCatalog(
  services: Services,
  integration: IntegrationRow,
  catalog: StoredCatalog,
): Promise<SchemaCatalog> {
  const scope = checkScope({
    blockedObjects: integration.blocked_objects,
    blockedFields: integration.blocked_fields,
  })
  const view = overrideSensitivity(integration.sensitivity)
  const load = <Part>(kind: 'object' | 'operation' | 'relationship', read: (body: string) => Part) =>
    loadParts(services, { integration, catalog, kind }, read)
  const objects = await load<ObjectType>('object', (body) => view.object(readObject(body)))
  const operations = await load<Operation>('operation', (body) => view.operation(readOperation(body)))
  const relationships = await load<Relationship>('relationship', readRelationship)
  return {
    ...readHead(catalog.row.head),
    objects: objects.flatMap((object) => visibleObject(object, scope)),
    operations: operations
      .filter((operation) => !isOperationHidden(operation, scope))
      .map((operation) => withoutBlockedColumns(operation, scope)),
    relationships: relationships.filter(
      ({ from, to }) => !isEndHidden(from, scope) && !isEndHidden(to, scope),
    ),
  }
}

interface PartsOf {
  readonly integration: IntegrationRow
  readonly catalog: StoredCatalog
  readonly kind: 'object' | 'operation' | 'relationship'
}

async function loadParts<Part>(
  services: Services,
  { integration, catalog, kind }: PartsOf,
  read: (body: string) => Part,
): Promise<readonly Part[]> {
  const rows = catalog.rows(kind)
  const parts: Part[] = []
  for (let from = 0; from < rows.length; from += batchSize) {
    const bodies = await services.store.run(integration.organization_id, (transaction) =>
      catalog.bodies(transaction, rows.slice(from, from + batchSize)),
    )
    for (const body of bodies) parts.push(read(body))
    await setImmediate()
  }
  return parts
}

function visibleObject(object: ObjectType, scope: ScopeCheck): readonly ObjectType[] {
  if (scope.isObjectBlocked(object.name)) return []
  const fields = object.fields.filter(
    (field) =>
      !scope.isFieldBlocked(object.name, field.name) && !objectsIn(field.type).some(scope.isObjectBlocked),
  )
  return [fields.length === object.fields.length ? object : { ...object, fields }]
}

/** Columns of a table are arguments of its operations too. */
function withoutBlockedColumns(operation: Operation, scope: ScopeCheck): Operation {
  const visible = operation.arguments.filter((argument) => !isColumnBlocked(operation, argument, scope))
  return visible.length === operation.arguments.length ? operation : { ...operation, arguments: visible }
}

const isEndHidden = (end: Relationship['from'], scope: ScopeCheck): boolean =>
  scope.isObjectBlocked(end.object) || end.fields.some((field) => scope.isFieldBlocked(end.object, field))
