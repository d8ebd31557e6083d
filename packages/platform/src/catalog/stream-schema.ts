import { Readable } from 'node:stream'
import { type CatalogEntryKind, checkScope, type OrganizationId, viewAsOperator } from '@bindery/model'
import type { CatalogRow, IntegrationRow } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import { isEdgeVisible, isOperationHidden, toObjectView } from './browse.ts'
import { readObject, readOperation, readRelationship } from './read-entry.ts'
import type { StoredCatalog } from './stored-catalog.ts'
import { toEdgeView, toOperationView } from './views.ts'

export interface SchemaStream {
  readonly organizationId: OrganizationId
  readonly integration: IntegrationRow
  readonly catalog: StoredCatalog
}

const pageSize = 200

/** The whole catalog as JSON text, page by page, so that the largest one costs neither memory nor other callers' time. */
export function streamSchema(services: Needs<'store'>, stream: SchemaStream): Readable {
  return Readable.from(pieces(services, stream))
}

async function* pieces(services: Needs<'store'>, stream: SchemaStream): AsyncGenerator<string> {
  const { integration } = stream
  const catalog = stream.catalog.row
  const scope = checkScope({
    blockedObjects: integration.blockedObjects,
    blockedFields: integration.blockedFields,
  })
  const view = viewAsOperator(integration)
  const head = {
    catalogHash: catalog.hash,
    discoveredAt: catalog.createdAt.toISOString(),
    ...publicHead(catalog),
  }
  yield `{"success":true,"data":${JSON.stringify(head).slice(0, -1)},"objects":[`
  yield* list(services, stream, {
    kind: 'object',
    toText: (body) => {
      const object = view.object(readObject(body))
      return scope.isObjectBlocked(object.name) ? undefined : JSON.stringify(toObjectView(object, scope))
    },
  })
  yield '],"edges":['
  yield* list(services, stream, {
    kind: 'relationship',
    toText: (body) => {
      const edge = toEdgeView(readRelationship(body))
      return isEdgeVisible(edge, scope) ? JSON.stringify(edge) : undefined
    },
  })
  yield '],"operations":['
  yield* list(services, stream, {
    kind: 'operation',
    toText: (body) => {
      const operation = view.operation(readOperation(body))
      return isOperationHidden(operation, scope)
        ? undefined
        : JSON.stringify(toOperationView(operation, scope))
    },
  })
  yield ']}}'
}

interface ListOf {
  readonly kind: CatalogEntryKind
  /** Undefined for a part that the caller must not see. */
  readonly toText: (body: string) => string | undefined
}

async function* list(services: Needs<'store'>, stream: SchemaStream, of: ListOf): AsyncGenerator<string> {
  const all = stream.catalog.rows(of.kind)
  let separator = ''
  for (let offset = 0; offset < all.length; offset += pageSize) {
    const bodies = await services.store.run(stream.organizationId, (transaction) =>
      stream.catalog.bodies(transaction, all.slice(offset, offset + pageSize)),
    )
    const texts = bodies.map((body) => of.toText(body)).filter((text) => text !== undefined)
    if (texts.length === 0) continue
    yield separator + texts.join(',')
    separator = ','
  }
}

function publicHead(catalog: CatalogRow) {
  const { title, version, description, servers, security } = catalog.head
  return { title, version, description, servers, security }
}
