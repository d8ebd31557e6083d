import {
  checkScope,
  isColumnBlocked,
  objectsIn,
  type ObjectType,
  type Operation,
  type Relationship,
  type SchemaCatalog,
  type ScopeCheck,
  viewAsOperator,
} from '@bindery/model'
import type { IntegrationRow } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import { isOperationHidden } from './browse.ts'
import { loadParts } from './load-parts.ts'
import { readHead, readObject, readOperation, readRelationship } from './read-entry.ts'
import type { StoredCatalog } from './stored-catalog.ts'

/**
 * A whole catalog in memory, with the classes that operators set and without what scoping hides: for work that has to
 * look at everything. Other callers get their turn every few hundred parts.
 */
export async function loadVisibleCatalog(
  services: Needs<'store'>,
  integration: IntegrationRow,
  catalog: StoredCatalog,
): Promise<SchemaCatalog> {
  const scope = checkScope({
    blockedObjects: integration.blockedObjects,
    blockedFields: integration.blockedFields,
  })
  const view = viewAsOperator(integration)
  const load = <Part>(kind: 'object' | 'operation' | 'relationship', read: (body: string) => Part) =>
    loadParts(services, { organizationId: integration.organizationId, catalog, kind }, read)
  const objects = await load<ObjectType>('object', (body) => view.object(readObject(body)))
  const operations = await load<Operation>('operation', (body) => view.operation(readOperation(body)))
  const relationships = await load<Relationship>('relationship', readRelationship)
  return {
    ...readHead(catalog.row.head),
    objects: objects.flatMap((object) => visibleObject(object, scope)),
    operations: operations.flatMap((operation) => visibleOperation(operation, scope)),
    relationships: relationships.filter(
      ({ from, to }) => !isEndHidden(from, scope) && !isEndHidden(to, scope),
    ),
  }
}

/** An object without what scoping blocks of it; nothing when it is blocked as a whole. */
export function visibleObject(object: ObjectType, scope: ScopeCheck): readonly ObjectType[] {
  if (scope.isObjectBlocked(object.name)) return []
  const fields = object.fields.filter(
    (field) =>
      !scope.isShownBlocked(object.name, field) && !objectsIn(field.type).some(scope.isObjectBlocked),
  )
  return [fields.length === object.fields.length ? object : { ...object, fields }]
}

/** The same of an operation: columns of a table are arguments of its operations too. */
export function visibleOperation(operation: Operation, scope: ScopeCheck): readonly Operation[] {
  if (isOperationHidden(operation, scope)) return []
  const visible = operation.arguments.filter((argument) => !isColumnBlocked(operation, argument, scope))
  return [visible.length === operation.arguments.length ? operation : { ...operation, arguments: visible }]
}

const isEndHidden = (end: Relationship['from'], scope: ScopeCheck): boolean =>
  scope.isObjectBlocked(end.object) || end.fields.some((field) => scope.isFieldBlocked(end.object, field))
