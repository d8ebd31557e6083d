import type { Environment, SourceDocument } from '@bindery/model'
import type { Credential } from './auth/auth-method.ts'
import type { Egress } from './egress/egress.ts'

/** One environment of one integration of one organisation, as the composition root found it in the store. */
export interface ConnectionTarget {
  readonly egress: Egress
  /** `organisation/integration/environment`: what shares sockets and places, and nothing else does. */
  readonly key: string
  readonly environment: Environment
  readonly baseUrl: string
  readonly credential: Credential
  /** The provider's description; absent when the connection has none. */
  readonly documents?: (signal: AbortSignal) => Promise<readonly SourceDocument[]>
}
