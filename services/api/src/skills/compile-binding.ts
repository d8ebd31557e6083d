import { compile } from '@bindery/compiler'
import type { Binding, Issue, Result, Skill } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import type { IntegrationRow, Transaction } from '@bindery/store'
import { loadSlice } from '../catalog/load-slice.ts'
import { requireCatalog } from '../catalog/require-catalog.ts'

export interface Compiled {
  readonly skill: Skill
  readonly warnings: readonly Issue[]
}

/** Compiles against the current catalog of an integration. Throws `schema_not_discovered`; findings are the result. */
export async function compileBinding(
  transaction: Transaction,
  integration: IntegrationRow,
  binding: Binding,
): Promise<Result<Compiled, readonly Issue[]>> {
  const catalog = await requireCatalog(transaction, integration)
  const slice = await loadSlice(transaction, catalog, binding)
  return compile({
    binding,
    catalog: slice,
    lowering: await loadAdapter(integration.type),
    integration: integration.kind,
    scoping: { blockedObjects: integration.blocked_objects, blockedFields: integration.blocked_fields },
    catalogHash: catalog.row.hash,
  })
}
