import { type Confirmation, JsonValue, type ReadAhead, Secret } from '@bindery/model'
import type { SecretPlace, Store, StoredConfirmation } from '@bindery/store'
import { z } from 'zod'

const Ahead = z.object({ readAt: z.string(), found: z.record(z.string(), JsonValue), request: JsonValue })

const placeOf = ({ organizationId, confirmationId }: Confirmation): SecretPlace => ({
  organizationId,
  record: `confirmation/${confirmationId}`,
  field: 'ahead',
})

/** What was read before a person was asked, sealed as it is kept; null where nothing was. */
export const sealAhead = (store: Store, confirmation: Confirmation): string | null =>
  confirmation.ahead === undefined
    ? null
    : store.vault.seal(new Secret(JSON.stringify(confirmation.ahead)), placeOf(confirmation))

/** The same, opened; nothing once it is decided. */
export function openAhead(
  store: Store,
  { confirmation, sealedAhead }: StoredConfirmation,
): { readonly ahead?: ReadAhead } {
  if (sealedAhead === null) return {}
  return { ahead: Ahead.parse(JSON.parse(store.vault.open(sealedAhead, placeOf(confirmation)).reveal())) }
}
