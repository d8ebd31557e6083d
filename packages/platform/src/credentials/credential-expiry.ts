import type { OrganizationId } from '@bindery/model'
import type { EnvironmentRow, Store } from '@bindery/store'
import { z } from 'zod'
import { credentialPlace } from './places.ts'
import { openValues } from './sealed-values.ts'

const Ending = z.object({ expires_at: z.iso.datetime({ offset: true }), refresh_token: z.never().optional() })

export interface SlotsOf {
  readonly organizationId: OrganizationId
  readonly integrationId: string
  readonly slots: readonly EnvironmentRow[]
}

/** When the first credential of these slots ends that nothing renews; undefined for none that is known to end. */
export function findExpiry(
  store: Store,
  { organizationId, integrationId, slots }: SlotsOf,
): Date | undefined {
  const ends = slots.flatMap(({ environment, sealed }) => {
    const values = tryToOpen(store, sealed, { organizationId, integrationId, environment })
    const parsed = Ending.safeParse(values)
    return parsed.success ? [new Date(parsed.data.expires_at)] : []
  })
  return ends.toSorted((one, other) => one.getTime() - other.getTime())[0]
}

/** A credential that no key opens is told of when it is used; a list goes on without it. */
function tryToOpen(store: Store, sealed: string | null, slot: Parameters<typeof credentialPlace>[0]) {
  try {
    return openValues(store, sealed, credentialPlace(slot))
  } catch {
    return {}
  }
}
