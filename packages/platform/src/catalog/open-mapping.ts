import { setImmediate } from 'node:timers/promises'
import { compile, compileSteps, type StepCompileInput } from '@bindery/compiler'
import { indexOperationsInSteps, type MappingTools } from '@bindery/mapper'
import type { Lowering, OrganizationId, SchemaCatalog } from '@bindery/model'
import type { CatalogStatistics } from '@bindery/model/tables'
import { loadAdapter } from '@bindery/sources'
import type { IntegrationRow } from '@bindery/store'
import { inCatalog } from './browse.ts'
import { loadVisibleCatalog } from './load-visible.ts'
import type { Needs } from '../kernel/needs.ts'
import type { StatisticsPage } from '../pages/statistics-page.ts'
import { openStatistics, statisticsOf } from './stored-statistics.ts'

/** A provider's catalog as the caller may see it, and what compiles drafts against it. */
export interface OpenMapping {
  readonly integration: IntegrationRow
  readonly catalog: SchemaCatalog
  readonly catalogHash: string
  readonly tools: MappingTools
}

/** Throws `not_found` and `schema_not_discovered`. */
export async function openMapping(
  services: Needs<'store'>,
  query: { readonly organizationId: OrganizationId; readonly kind: string },
): Promise<OpenMapping> {
  const found = await inCatalog(services, query, async ({ transaction, integration, catalog }) => ({
    integration,
    catalog,
    estimates: await openStatistics(transaction, catalog.row),
  }))
  const { integration, catalog: stored, estimates } = found
  const catalog = await rememberCatalog(
    // Scoping and classes are part of what is remembered: each change of them is a new revision. So is what connections fill.
    `${query.organizationId} ${integration.id} ${stored.row.id} ${integration.revision} ${JSON.stringify(integration.filled)}`,
    async () => {
      const loaded = await loadVisibleCatalog(services, integration, stored)
      await indexOperationsInSteps(loaded, setImmediate)
      return loaded
    },
  )
  const lowering = await loadAdapter(integration.type)
  return {
    integration,
    catalog,
    catalogHash: stored.row.hash,
    tools: toolsFor({ integration, catalog, catalogHash: stored.row.hash, lowering, estimates }),
  }
}

interface Compiling {
  readonly integration: IntegrationRow
  readonly catalog: SchemaCatalog
  readonly catalogHash: string
  readonly lowering: Lowering
  readonly estimates: StatisticsPage | undefined
}

function toolsFor({ integration, catalog, catalogHash, lowering, estimates }: Compiling): MappingTools {
  const scoping = { blockedObjects: integration.blockedObjects, blockedFields: integration.blockedFields }
  const known = { catalog, catalogHash, lowering, integration: integration.kind, scoping }
  let statistics: CatalogStatistics | undefined
  const input = (): StepCompileInput => {
    if (estimates === undefined) return known
    // Most who open a mapping search only, and compile nothing.
    statistics ??= statisticsOf(estimates, catalog.objects)
    return { ...known, statistics }
  }
  return {
    compile: (binding) => compile({ binding, ...input() }),
    steps: {
      integration: integration.kind,
      compile: (binding) => {
        // The mapper looks up ids at their own provider: of another one they mean nothing.
        const own = input()
        return compileSteps(
          binding,
          binding.steps.map(() => own),
        )
      },
    },
  }
}

/** Whole catalogs are large, so only the last few that were mapped are kept: a refinement often follows at once. */
const mostCatalogs = 4
const catalogs = new Map<string, Promise<SchemaCatalog>>()

function rememberCatalog(key: string, load: () => Promise<SchemaCatalog>): Promise<SchemaCatalog> {
  const known = catalogs.get(key) ?? load()
  catalogs.delete(key)
  catalogs.set(key, known)
  known.catch(() => catalogs.delete(key))
  const [oldest] = catalogs.keys()
  if (catalogs.size > mostCatalogs && oldest !== undefined) catalogs.delete(oldest)
  return known
}
