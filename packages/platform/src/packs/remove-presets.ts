import { deleteSkill, type PackSkillRow } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import { findIntegration, listPackSkills } from '@bindery/store'
import { requireAgent } from '../kernel/require-skill.ts'
import { packNotFound } from '../integrations/find-pack.ts'

export interface RemoveRequest {
  readonly agentId: string
  readonly kind: string
  /** Slugs; all that came from a pack when absent. */
  readonly presets: readonly string[] | undefined
}

/**
 * Takes what came from a pack away from an agent, edited or not. It needs neither the connection nor the pack, so that
 * nobody is stuck with what they can no longer use. Throws `pack_not_found` for a kind that is not registered.
 */
export async function removePresets(
  services: Needs<'packs' | 'store'>,
  principal: Principal,
  request: RemoveRequest,
): Promise<readonly PackSkillRow[]> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, request.agentId)
    const integration = await findIntegration(transaction, request.kind)
    if (integration === undefined) throw packNotFound(services.packs, request.kind)
    const place = { agentId: agent.id, integrationId: integration.id }
    const rows = (await listPackSkills(transaction, place)).filter(
      ({ preset }) => request.presets === undefined || request.presets.includes(preset),
    )
    for (const row of rows) {
      await deleteSkill(transaction, row.skillId)
      await services.store.audit.append(transaction, principal.organizationId, {
        actor: principal.actor,
        action: 'skill.deleted',
        subject: row.skillId,
        detail: { pack: row.pack, preset: row.preset },
      })
    }
    return rows
  })
}
