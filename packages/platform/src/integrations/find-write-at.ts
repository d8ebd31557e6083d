import { PlatformError } from '@bindery/model'
import { loadRequestShape, meets } from '@bindery/sources'
import { readOperation } from '../catalog/read-entry.ts'
import { requireCatalog } from '../catalog/require-catalog.ts'
import type { Needs } from '../kernel/needs.ts'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'

const batchSize = 200

/**
 * The write that a GET of this address would be, by the current catalog and the word of operators; undefined when the
 * catalog holds none. Where an operation has exactly this address, others whose arguments could make it do not count.
 */
export async function findWriteAt(
  services: Needs<'store'>,
  { integration }: IntegrationWithSlots,
  address: { readonly path: string; readonly query: string },
): Promise<string | undefined> {
  const shapeOf = await loadRequestShape(integration.type)
  if (shapeOf === undefined || integration.catalogId === null) return undefined
  return services.store.run(integration.organizationId, async (transaction) => {
    const catalog = await requireCatalog(transaction, integration)
    const rows = catalog.rows('operation')
    const found: { readonly name: string; readonly how: string; readonly isWrite: boolean }[] = []
    for (let from = 0; from < rows.length; from += batchSize) {
      const batch = rows.slice(from, from + batchSize)
      const operations = (await catalog.bodies(transaction, batch)).map(readOperation)
      for (const [at, operation] of operations.entries()) {
        const how = meets(shapeOf(operation), { method: 'GET', ...address })
        const isWrite = batch[at]?.facts.includes('effect:read') !== true
        if (how !== 'not') found.push({ name: operation.name, how, isWrite })
      }
    }
    const exact = found.filter(({ how }) => how === 'exactly')
    return (exact.length > 0 ? exact : found).find((one) => one.isWrite)?.name
  })
}

/** The error for a test endpoint that writes. */
export const writesAt = (endpoint: string, operation: string): PlatformError =>
  new PlatformError(
    'validation_error',
    `The test endpoint ${JSON.stringify(endpoint.slice(0, 200))} is the write "${operation}", which is never sent for a test. Name a read, or leave it out.`,
    {
      issues: [
        {
          code: 'test_endpoint_writes',
          severity: 'error',
          path: ['testEndpoint'],
          message: `Expected a read; "${operation}" is a write.`,
        },
      ],
    },
  )
