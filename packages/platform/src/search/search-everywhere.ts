import { setImmediate } from 'node:timers/promises'
import { type IntegrationRow, listIntegrations, listNamedAgents, listNamedSkills } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import type { CatalogNames } from './catalog-names.ts'
import { Finder, type FoundRow } from './finder.ts'
import { catalogNames, within } from './keep-names.ts'
import type { SearchType } from './search-types.ts'

export interface Search {
  readonly query: string
  /** What the asker may read of what was asked for. */
  readonly types: ReadonlySet<SearchType>
  /** Most rows of each type. */
  readonly limit: number
  /** Aborts when the asker goes away. */
  readonly signal: AbortSignal
}

export interface SearchAnswer {
  /** Best first. */
  readonly rows: readonly FoundRow[]
  readonly totals: Partial<Record<SearchType, number>>
  /** Integrations whose catalogs were not read in time. */
  readonly notSearched: readonly string[]
}

/** A search ends after this many ms with what was read until then. */
const deadlineMs = 2_000

/** Looks through what is stored. A key is shown the same whatever environment it is for, as by the lists of each type. */
export async function searchEverywhere(
  services: Needs<'now' | 'store'>,
  principal: Principal,
  search: Search,
): Promise<SearchAnswer> {
  const until = services.now() + deadlineMs
  const finder = new Finder(search)
  const { organizationId } = principal
  const integrations = await services.store.run(organizationId, async (transaction) => {
    if (search.types.has('agent')) finder.agents(await listNamedAgents(transaction, finder.words))
    if (search.types.has('skill'))
      finder.skills(
        await listNamedSkills(transaction, finder.words),
        principal.scopes.has('agents:read') ? 'told' : 'untold',
      )
    return search.types.has('provider') || finder.isInCatalogs ? listIntegrations(transaction) : []
  })
  if (search.types.has('provider')) finder.providers(integrations)
  const notSearched: string[] = []
  for (const [integration, reading] of beginReading(services, finder.isInCatalogs ? integrations : [])) {
    const names = await within(reading, until - services.now())
    if (search.signal.aborted) break
    if (names === undefined) notSearched.push(integration.kind)
    else finder.catalog(integration, names)
    await setImmediate()
  }
  return { ...finder.answer(), notSearched }
}

/** All are begun at once, and read a few at a time. */
function beginReading(
  services: Needs<'store'>,
  integrations: readonly IntegrationRow[],
): readonly (readonly [IntegrationRow, Promise<CatalogNames>])[] {
  return integrations.flatMap((integration) => {
    const { organizationId, catalogId } = integration
    return catalogId === null ? [] : [[integration, catalogNames(services, organizationId, catalogId)]]
  })
}
