import { compile, type CompileInput } from '@bindery/compiler'
import type { Binding, Issue, Result, Skill } from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import type { IntegrationRow, Transaction } from '@bindery/store'
import { loadSlice } from '../catalog/load-slice.ts'
import { requireCatalog } from '../catalog/require-catalog.ts'
import { openStatistics, statisticsOf } from '../catalog/stored-statistics.ts'

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
  return compile(await loadCompileInput(transaction, integration, binding))
}

/** Everything that compiling a binding depends on, read in one transaction. Throws `schema_not_discovered`. */
export async function loadCompileInput(
  transaction: Transaction,
  integration: IntegrationRow,
  binding: Binding,
): Promise<CompileInput> {
  const catalog = await requireCatalog(transaction, integration)
  const slice = await loadSlice(transaction, catalog, { binding, integration })
  const estimates = await openStatistics(transaction, catalog.row)
  return {
    binding,
    catalog: slice,
    lowering: await loadAdapter(integration.type),
    integration: integration.kind,
    scoping: { blockedObjects: integration.blockedObjects, blockedFields: integration.blockedFields },
    catalogHash: catalog.row.hash,
    ...(estimates === undefined ? {} : { statistics: statisticsOf(estimates, slice.objects) }),
  }
}
