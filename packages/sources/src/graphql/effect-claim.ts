import { isJsonObject, type Operation } from '@bindery/model'
import type { EffectClaim } from '../effects/claim.ts'

/** The root type proves whether a field reads or writes; the name of a mutation only says which write it is. */
export function claimEffect({ call }: Operation): EffectClaim {
  // Read by hand: a schema has up to 100,000 of them.
  const { root, field } = isJsonObject(call) ? call : {}
  if (root === 'query') return { says: 'read', because: root, by: 'protocol', certainty: 'exact' }
  const name = typeof field === 'string' ? { name: field } : {}
  return { says: 'action', because: 'mutation', by: 'protocol', certainty: 'write', ...name }
}
