import type { Environment } from '@bindery/model'
import { forgetCredential, listEnvironments, lockEnvironments } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { type Revocations, revokeTokens } from '../credentials/revoke-tokens.ts'
import type { Needs } from '../kernel/needs.ts'
import { type IntegrationWithSlots, requireIntegration } from '../kernel/find-integration.ts'

export interface Disconnected {
  readonly found: IntegrationWithSlots
  /** What became of the tokens of grants, by environment. */
  readonly revocations: Revocations
}

/**
 * Destroys the credentials of one environment, or of all, and keeps the integration with all that uses it: its skills fail
 * with a typed error until somebody connects again. Felt at once here, and by other servers within a second. Tokens that a
 * person's grant consists of are given back to the provider after that.
 */
export async function disconnectIntegration(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  principal: Principal,
  input: { readonly kind: string; readonly environment: Environment | undefined },
): Promise<Disconnected> {
  const { organizationId } = principal
  const { found, before } = await services.store.run(organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, input.kind)
    const slots = await lockEnvironments(transaction, integration.id)
    const chosen = slots.filter(
      ({ environment }) => input.environment === undefined || environment === input.environment,
    )
    for (const { environment } of chosen) {
      await forgetCredential(transaction, { organizationId, integrationId: integration.id, environment })
    }
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'integration.disconnected',
      subject: input.kind,
      detail: { environments: chosen.map(({ environment }) => environment) },
    })
    const left = { integration, slots: await listEnvironments(transaction, integration.id) }
    return { found: left, before: { integration, slots: chosen } }
  })
  services.runCaches.forget(organizationId)
  return { found, revocations: await revokeTokens(services, principal, before) }
}
