import { type OrganizationId } from '@bindery/model'
import { isAuthored } from '@bindery/sources'
import {
  findDrifting,
  findIntegrationById,
  findRecheckedHash,
  type IntegrationRow,
  listSkillsOfIntegration,
  setRecheckedHash,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import { requireCatalog } from '../catalog/require-catalog.ts'
import type { Needs } from '../kernel/needs.ts'
import { DriftContexts } from '../skills/drift-context.ts'
import { publishedHashes } from '../skills/find-version.ts'
import { mapRepair } from './map-repair.ts'
import { VersionBindings } from './version-bindings.ts'
import { ProvidersNow } from './graver-now.ts'
import type { Recheck } from './recheck.ts'
import { lookAt, type Looked, recheckSkill, type SkillVerdict } from './recheck-skill.ts'

export type { SkillVerdict } from './recheck-skill.ts'

/** What is held to a catalog, and who is told how far that is. */
export interface Rechecking {
  /** `touched`: only skills that were made of what the catalog changed, for where nothing else changed. */
  readonly which: 'all' | 'touched'
  readonly onProgress?: (done: number, total: number) => Promise<void>
}

export interface RecheckedPlace {
  readonly organizationId: OrganizationId
  readonly integrationId: string
}

/** Skills that one transaction looks at, and after which progress is told. */
const skillsPerStep = 50

/**
 * Holds every skill of an integration to its current catalog and judges what changed for it. Skills whose part of the schema
 * did not change, or whose change a person has acknowledged, are left out of the answer. Broken ones become stale, with a
 * repair drafted where there is one. Compiling is done outside of transactions.
 */
export async function recheckSkills(
  services: Needs<'store'>,
  { organizationId, integrationId }: RecheckedPlace,
  { which, onProgress = async () => {} }: Rechecking = { which: 'all' },
): Promise<readonly SkillVerdict[]> {
  const found = await services.store.run(organizationId, (transaction) => find(transaction, integrationId))
  if (found === undefined) return []
  const { integration, catalogHash } = found
  if (which === 'touched' && found.recheckedHash === catalogHash) return []
  const verdicts: SkillVerdict[] = []
  for (let from = 0; from < found.rows.length; from += skillsPerStep) {
    const rows = found.rows.slice(from, from + skillsPerStep)
    const looked = await services.store.run(organizationId, async (transaction) => {
      const all: Looked[] = []
      for (const row of rows)
        all.push(await lookAt(transaction, { ...found, services, organizationId, row, which }))
      return all
    })
    for (const each of looked) {
      const verdict = await recheckSkill(each)
      if (verdict !== undefined) verdicts.push(verdict)
    }
    if (rows.length === skillsPerStep) await onProgress(from + rows.length, found.rows.length)
  }
  await services.store.run(organizationId, (transaction) =>
    setRecheckedHash(transaction, integrationId, catalogHash),
  )
  return repairByMapping(services, { integration, organizationId }, verdicts)
}

interface Found
  extends Pick<Recheck, 'integration' | 'contexts' | 'drifting' | 'published' | 'bindings' | 'providers'> {
  readonly catalogHash: string
  readonly recheckedHash: string | null
  readonly rows: readonly SkillRow[]
}

async function find(transaction: Transaction, integrationId: string): Promise<Found | undefined> {
  const integration = await findIntegrationById(transaction, integrationId)
  if (integration === undefined || integration.catalogId === null) return undefined
  const catalog = await requireCatalog(transaction, integration)
  const rows = await listSkillsOfIntegration(transaction, integrationId)
  const published = new Map<string, ReadonlyMap<string, string>>()
  for (const agentId of new Set(rows.map((row) => row.agentId)))
    for (const [skillId, hashes] of await publishedHashes(transaction, agentId))
      published.set(skillId, hashes)
  return {
    integration,
    contexts: new DriftContexts(integration, catalog),
    drifting: await findDrifting(
      transaction,
      rows.map(({ id }) => id),
    ),
    published,
    bindings: new VersionBindings(),
    providers: new ProvidersNow(),
    catalogHash: catalog.row.hash,
    recheckedHash: await findRecheckedHash(transaction, integrationId),
    rows,
  }
}

/** Most skills that are mapped anew in one recheck; a provider that broke more than that is another provider. */
const mostMapped = 100

interface Place {
  readonly organizationId: OrganizationId
  readonly integration: IntegrationRow
}

/** What no renaming explains is placed anew, skill by skill, outside of the transactions that judged them. */
async function repairByMapping(
  services: Needs<'store'>,
  place: Place,
  verdicts: readonly SkillVerdict[],
): Promise<readonly SkillVerdict[]> {
  const isBroken = ({ verdict, hasRepair }: SkillVerdict): boolean => verdict !== 'compatible' && !hasRepair
  if (isAuthored(place.integration.type)) return verdicts
  const repaired = new Set<SkillVerdict>()
  for (const verdict of verdicts.filter(isBroken).slice(0, mostMapped))
    if (await mapRepair(services, { ...place, ...verdict })) repaired.add(verdict)
  return verdicts.map((verdict) => (repaired.has(verdict) ? { ...verdict, hasRepair: true } : verdict))
}
