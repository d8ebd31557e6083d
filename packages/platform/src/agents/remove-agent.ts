import { deleteAgent, listSkills } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { revokeTokens } from '../credentials/revoke-tokens.ts'
import { leaveIntegrations } from '../integrations/leave.ts'
import type { Needs } from '../kernel/needs.ts'
import { requireLocked } from '../skills/find-version.ts'

/** Deletes an agent with its skills and versions, and with what was made for those skills only. Throws `not_found`. */
export async function removeAgent(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  agentId: string,
): Promise<void> {
  const { organizationId, actor } = principal
  const gone = await services.store.run(organizationId, async (transaction) => {
    const agent = await requireLocked(transaction, agentId)
    const skills = await listSkills(transaction, agent.id)
    const left = await leaveIntegrations(services, transaction, {
      principal,
      integrationIds: skills.map((skill) => skill.integrationId),
      remove: () => deleteAgent(transaction, agent.id),
    })
    await services.store.audit.append(transaction, organizationId, {
      actor,
      action: 'agent.deleted',
      subject: agent.id,
      detail: { name: agent.name },
    })
    return left
  })
  for (const integration of gone) await revokeTokens(services, principal, integration)
}
