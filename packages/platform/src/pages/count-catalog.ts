import type { Introspection } from '@bindery/model'
import type { CatalogCounts } from '../kernel/introspector.ts'

/** What a catalog holds, in numbers. */
export function countCatalog({ catalog, issues }: Introspection): CatalogCounts {
  const statuses = catalog.operations.map((operation) => operation.availability.status)
  const count = (status: string): number => statuses.filter((found) => found === status).length
  return {
    objectCount: catalog.objects.length,
    fieldCount: catalog.objects.reduce((sum, object) => sum + object.fields.length, 0),
    edgeCount: catalog.relationships.length,
    operationCount: catalog.operations.length,
    bindable: count('bindable'),
    limited: count('limited'),
    quarantined: count('quarantined'),
    issueCount: issues.length,
  }
}
