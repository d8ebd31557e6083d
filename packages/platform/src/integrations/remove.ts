import { PlatformError } from '@bindery/model'
import {
  deleteIntegration,
  type IntegrationRow,
  listSkillsOfIntegration,
  lockEnvironments,
  type SkillRow,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { revokeTokens } from '../credentials/revoke-tokens.ts'
import type { Needs } from '../kernel/needs.ts'
import { requireIntegration } from '../kernel/find-integration.ts'

/** Disconnects: credentials, documents and catalogs go. Throws `integration_in_use` naming the skills that need it. */
export async function removeIntegration(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  kind: string,
): Promise<void> {
  const forgotten = await services.store.run(principal.organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, kind)
    const slots = await lockEnvironments(transaction, integration.id)
    const skills = await listSkillsOfIntegration(transaction, integration.id)
    if (skills.length > 0) throw inUse(kind, skills)
    await deleteIntegration(transaction, integration.id)
    await auditRemoval(services, transaction, { principal, integration })
    return { integration, slots }
  })
  await revokeTokens(services, principal, forgotten)
}

interface Removal {
  readonly principal: Principal
  readonly integration: IntegrationRow
}

export async function auditRemoval(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, integration }: Removal,
): Promise<void> {
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action: 'integration.removed',
    subject: integration.kind,
    detail: {},
  })
}

function inUse(kind: string, skills: readonly SkillRow[]): PlatformError {
  const blockers = skills.map((skill) => ({
    skillId: skill.id,
    agentId: skill.agentId,
    name: skill.functionName,
  }))
  return new PlatformError(
    'integration_in_use',
    `${skills.length} skills use "${kind}". Delete them first.`,
    {
      members: { blockers },
    },
  )
}
