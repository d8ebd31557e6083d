import { fitPack, type PresetFit } from '@bindery/packs'
import type { Principal } from '../kernel/principal.ts'
import { requireCatalog } from '../catalog/require-catalog.ts'
import type { Needs } from '../kernel/needs.ts'
import { compileAuthored } from '../skills/compile-binding.ts'
import { requireRegisteredPack } from '../integrations/find-pack.ts'

/** What of its pack an integration's own catalog supports. Throws `schema_not_discovered` before there is one. */
export async function fitIntegration(
  services: Needs<'packs' | 'store'>,
  principal: Principal,
  kind: string,
): Promise<readonly PresetFit[]> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const { pack, integration } = await requireRegisteredPack(transaction, services.packs, kind)
    await requireCatalog(transaction, integration)
    const place = { integration: integration.kind, config: {} }
    return fitPack(pack, place, (binding) => compileAuthored(transaction, integration, binding))
  })
}
