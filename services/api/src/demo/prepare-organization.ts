import type { Secret } from '@bindery/model'
import {
  type ApiKeyRow,
  apiKeyPrefix,
  findFirstOrganization,
  insertApiKey,
  insertOrganization,
  keepFirstKey,
  makeApiKey,
} from '@bindery/store'
import type { Services } from '../services.ts'
import { newId, newOrganizationId, type Principal, scopes } from '@bindery/platform/kernel'

export interface PreparedOrganization {
  readonly principal: Principal
  /** A key with every scope, when one was made or given at this start. */
  readonly key: Secret | undefined
  readonly isNew: boolean
  /** The key of the first start, which this one's link is for; undefined when it was revoked. */
  readonly firstKey: ApiKeyRow | undefined
}

/** Makes the first organisation when there is none, and makes the bootstrap key valid for it. */
export async function prepareOrganization(
  services: Services,
  bootstrapKey: Secret | undefined,
): Promise<PreparedOrganization> {
  return services.store.run('platform', async (transaction) => {
    const known = await findFirstOrganization(transaction)
    const organizationId = known?.id ?? newOrganizationId()
    if (known === undefined) {
      await insertOrganization(transaction, { id: organizationId, slug: 'demo', name: 'Demo organisation' })
    }
    const key = bootstrapKey ?? (known === undefined ? makeApiKey() : undefined)
    const keyId = newId()
    if (key !== undefined) {
      await insertApiKey(transaction, {
        organizationId,
        id: keyId,
        name: bootstrapKey === undefined ? 'First key' : 'Bootstrap key',
        prefix: apiKeyPrefix(key),
        digest: services.store.keyDigest.of(key),
        scopes: [...scopes],
        environment: undefined,
        expiresAt: undefined,
      })
    }
    const principal: Principal = {
      organizationId,
      keyId,
      actor: 'bindery:start',
      scopes: new Set(scopes),
      environment: undefined,
      expiresAt: undefined,
    }
    const digest = key === undefined ? undefined : services.store.keyDigest.of(key)
    const firstKey = await keepFirstKey(transaction, { organizationId, digest })
    return { principal, key, isNew: known === undefined, firstKey }
  })
}
