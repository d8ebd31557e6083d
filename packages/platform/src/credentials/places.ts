import type { Environment, OrganizationId } from '@bindery/model'
import type { SecretPlace } from '@bindery/store'

/** Where credentials are sealed to: a ciphertext opens in its own place only. */

export interface SlotPlace {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly environment: Environment
}

export const credentialPlace = (slot: SlotPlace): SecretPlace => ({
  organizationId: slot.organizationId,
  record: `integration/${slot.integrationId}/${slot.environment}`,
  field: 'credential',
})

export const secretPlace = (organizationId: OrganizationId, id: string): SecretPlace => ({
  organizationId,
  record: `secret/${id}`,
  field: 'value',
})

export const connectorPlace = (
  organizationId: OrganizationId,
  slot: { readonly connectorId: string; readonly environment: Environment },
): SecretPlace => ({
  organizationId,
  record: `connector/${slot.connectorId}/${slot.environment}`,
  field: 'values',
})

export const flowPlace = (organizationId: OrganizationId, stateDigest: string): SecretPlace => ({
  organizationId,
  record: `oauth-flow/${stateDigest}`,
  field: 'flow',
})
