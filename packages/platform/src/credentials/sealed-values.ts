import { isJsonObject, type JsonObject, parseJson, Secret } from '@bindery/model'
import type { SecretPlace, Store } from '@bindery/store'

/** Seals the members of a credential as one. */
export function sealValues(store: Store, values: object, place: SecretPlace): string {
  return store.vault.seal(new Secret(JSON.stringify(values)), place)
}

/** Those members; none when nothing was sealed. */
export function openValues(store: Store, sealed: string | null, place: SecretPlace): JsonObject {
  if (sealed === null) return {}
  const values = parseJson(store.vault.open(sealed, place).reveal())
  return isJsonObject(values) ? values : {}
}
