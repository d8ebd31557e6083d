import { findLastEntry } from '@bindery/store/logs'
import type { OrganizationId } from '@bindery/model'
import type { Needs } from '../kernel/needs.ts'

/** So old an answer is still news enough for who asks once a second. */
const freshMs = 500

interface Asked {
  readonly at: number
  readonly last: Promise<number>
}

const asked = new WeakMap<object, Map<string, Asked>>()

/**
 * The sequence of the last entry in the log of an organisation, as it was at most half a second ago: all streams that wait for
 * the next one ask the store together. Throws what the store throws.
 */
export function latestEntry(
  { store, now }: Needs<'now' | 'store'>,
  organizationId: OrganizationId,
): Promise<number> {
  const known = asked.get(store) ?? new Map<string, Asked>()
  asked.set(store, known)
  for (const [id, { at }] of known) if (now() - at > freshMs) known.delete(id)
  const earlier = known.get(organizationId)
  if (earlier !== undefined) return earlier.last
  const last = store.run(organizationId, findLastEntry)
  known.set(organizationId, { at: now(), last })
  return last
}
