import { Secret } from '@bindery/model'
import type { Needs } from '@bindery/platform/kernel'
import { makeSessionCode } from '@bindery/platform/sessions'
import type { ApiKeyRow } from '@bindery/store'

/**
 * A link that signs a browser in, once and within 10 minutes, with a key; undefined for none, or one that has expired. The code
 * stands behind the `#`, which no browser sends: it is in no request line, no log and no Referer.
 */
export async function makeSignInLink(
  services: Needs<'now' | 'publicUrl' | 'store'>,
  key: Pick<ApiKeyRow, 'organizationId' | 'id' | 'expiresAt'> | undefined,
): Promise<Secret | undefined> {
  if (key === undefined) return undefined
  if (key.expiresAt !== null && key.expiresAt.getTime() <= services.now()) return undefined
  const { organizationId, id: keyId } = key
  const code = await makeSessionCode(services, { organizationId, keyId })
  return new Secret(`${services.publicUrl()}/#code=${code.reveal()}`)
}
