import type { Credential } from './auth/auth-method.ts'
import type { ConnectionTarget } from './connection-target.ts'
import { transportFailure } from './http/transport-failure.ts'
import { bearerCredential } from './oauth/bearer-credential.ts'
import type { IssuedToken } from './oauth/issued-token.ts'

/** Hands out a credential that holds now. Used by many calls at once. */
export interface CredentialSource {
  /** May ask for a token first. The same object until there is another one to use. */
  readonly ready: (signal: AbortSignal) => Promise<Credential>
  /** Called when the provider refused a credential with 401: the next `ready` gives another one if there can be one. */
  readonly refuse: (credential: Credential) => void
}

/** The source of a target, or undefined when its credential never changes. */
export function sourceOf(target: ConnectionTarget): CredentialSource | undefined {
  const { source, credential } = target
  if (source !== undefined) return source
  return credential.exchange === undefined ? undefined : exchangeSource(target, credential.exchange)
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
        last = { token, credential: made }
      }
      return last.credential
    },
    refuse: (refused) => {
      if (last?.credential === refused) egress.tokens.refuse(name, last.token)
    },
  }
}

/** The outcome of shared work, or the typed failure of a caller who does not wait for it any longer. */
function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(transportFailure(signal.reason, 'no', 'aborted'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    const settle = (): void => signal.removeEventListener('abort', abort)
    work.then(resolve, reject).then(settle, settle)
  })
}
