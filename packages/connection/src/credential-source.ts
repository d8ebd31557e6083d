import { boundTo, type Credential } from './auth/auth-method.ts'
import { requireReach } from './auth/reach.ts'
import type { ConnectionTarget, CredentialSource } from './connection-target.ts'
import { orAborted } from './or-aborted.ts'
import { bearerCredential } from './oauth/bearer-credential.ts'
import type { IssuedToken } from './oauth/issued-token.ts'

/** The source of a target, or undefined when its credential never changes. */
export function sourceOf(target: ConnectionTarget): CredentialSource | undefined {
  const { source, credential } = target
  if (source !== undefined) return source
  return credential.exchange === undefined ? undefined : exchangeSource(target, credential.exchange)
}

/**
 * A credential that holds now, for an origin that it may go to: a token is asked for where one is needed, and never for
 * what could not be sent.
 */
export async function readyCredential(
  target: ConnectionTarget,
  origin: string,
  signal: AbortSignal,
): Promise<Credential> {
  requireReach(target.credential.reach, origin)
  return (await sourceOf(target)?.ready(signal)) ?? target.credential
}

type Exchange = NonNullable<Credential['exchange']>

/** Tokens are kept by the process, so that a connection that is opened anew every second does not ask anew. */
function exchangeSource({ egress, key, credential }: ConnectionTarget, exchange: Exchange): CredentialSource {
  const name = `${key} ${credential.version ?? ''}`
  let last: { readonly token: IssuedToken; readonly credential: Credential } | undefined
  return {
    ready: async (signal) => {
      // The request is shared by callers: it must not end with the first one that gives up.
      const asked = egress.tokens.get(name, () => exchange({ egress, key }, new AbortController().signal))
      const token = await orAborted(asked, signal)
      if (last?.token !== token) {
        const made = bearerCredential(credential.method, token.accessToken, credential.secrets)
        last = { token, credential: boundTo(credential.reach, made) }
      }
      return last.credential
    },
    refuse: (refused) => {
      if (last?.credential === refused) egress.tokens.refuse(name, last.token)
    },
  }
}
