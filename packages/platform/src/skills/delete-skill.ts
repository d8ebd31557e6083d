import { deleteSkill, type SkillRow, type Transaction } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { revokeTokens } from '../credentials/revoke-tokens.ts'
import { leaveIntegrations } from '../integrations/leave.ts'
import type { Needs } from '../kernel/needs.ts'
import { requireSkill } from '../kernel/require-skill.ts'

/** Takes a skill from its agent. What was made for it goes as well, unless something else uses that. Throws `not_found`. */
export async function removeSkill(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  { agentId, skillId }: { readonly agentId: string; readonly skillId: string },
): Promise<void> {
  const gone = await services.store.run(principal.organizationId, async (transaction) =>
    takeSkill(services, transaction, { principal, row: await requireSkill(transaction, agentId, skillId) }),
  )
  for (const integration of gone) await revokeTokens(services, principal, integration)
}

/** The same inside a transaction that does more; tokens of the integrations that it gives are to be given back after it. */
export async function takeSkill(
  services: Needs<'runCaches' | 'store'>,
  transaction: Transaction,
  { principal, row }: { readonly principal: Principal; readonly row: SkillRow },
) {
  const left = await leaveIntegrations(services, transaction, {
    principal,
    integrationIds: [row.integrationId],
    remove: () => deleteSkill(transaction, row.id),
  })
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action: 'skill.deleted',
    subject: row.id,
    detail: { functionName: row.functionName, compiledHash: row.skillHash },
  })
  return left
}
