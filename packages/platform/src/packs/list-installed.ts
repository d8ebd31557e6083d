import { compareVersions, type Pack } from '@bindery/packs'
import { findIntegrationById, listPackSkills, type PackSkillRow } from '@bindery/store'
import { packOf } from '../integrations/find-pack.ts'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { requireAgent } from '../kernel/require-skill.ts'

/** What an agent has of the pack of one integration. */
export interface InstalledPack {
  readonly integration: string
  readonly name: string
  readonly pack: string
  /** Of the pack as it is now; undefined when it is no longer there. */
  readonly version: string | undefined
  readonly presets: readonly PackSkillRow[]
  /** Presets that were installed from an older version. */
  readonly outdated: number
}

/** The packs that an agent has something of, in the order of installing. Throws `not_found`. */
export async function listInstalledPacks(
  services: Needs<'packs' | 'store'>,
  principal: Principal,
  agentId: string,
): Promise<readonly InstalledPack[]> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, agentId)
    const rows = await listPackSkills(transaction, { agentId: agent.id })
    const found: InstalledPack[] = []
    for (const integrationId of new Set(rows.map((row) => row.integrationId))) {
      const integration = await findIntegrationById(transaction, integrationId)
      if (integration === undefined) continue
      const pack = packOf(services.packs, integration)
      const presets = rows.filter((row) => row.integrationId === integrationId)
      found.push({
        integration: integration.kind,
        name: integration.name,
        pack: presets[0]?.pack ?? integration.kind,
        version: pack?.manifest.version,
        presets,
        outdated: presets.filter((row) => isOutdated(row, pack)).length,
      })
    }
    return found
  })
}

const isOutdated = (row: PackSkillRow, pack: Pack | undefined): boolean =>
  pack?.id === row.pack && compareVersions(row.version, pack.manifest.version) < 0
