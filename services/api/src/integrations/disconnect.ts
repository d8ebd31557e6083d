import type { Environment } from '@bindery/model'
import { forgetCredential, listEnvironments } from '@bindery/store'
import type { Principal } from '../auth/principal.ts'
import type { Services } from '../services.ts'
import { type IntegrationWithSlots, requireIntegration } from './find-integration.ts'

/**
 * Destroys the credentials of one environment, or of all, and keeps the integration with all that uses it: its skills fail
 * with a typed error until somebody connects again. Felt at once here, and by other servers within a second.
 */
export async function disconnectIntegration(
  services: Services,
  principal: Principal,
  input: { readonly kind: string; readonly environment: Environment | undefined },
): Promise<IntegrationWithSlots> {
  const { organizationId } = principal
  return services.store.run(organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, input.kind)
    const slots = await listEnvironments(transaction, integration.id)
    const chosen = slots
      .map((slot) => slot.environment)
      .filter((name) => input.environment === undefined || name === input.environment)
    for (const environment of chosen) {
      await forgetCredential(transaction, { organizationId, integrationId: integration.id, environment })
    }
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'integration.disconnected',
      subject: input.kind,
      detail: { environments: chosen },
    })
    return { integration, slots: await listEnvironments(transaction, integration.id) }
  })
}
