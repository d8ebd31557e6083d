import type { Environment, SourceDocument } from '@bindery/model'
import type { Credential } from './auth/auth-method.ts'
import type { CallBounds } from './http/bulkhead.ts'
import type { Egress } from './egress/egress.ts'

/** The databases that a connection can speak to. `mysql` is MariaDB too. */
export type SqlDialect = 'postgres' | 'mysql'

/** One environment of one integration of one organisation, as the composition root found it in the store. */
export interface ConnectionTarget {
  readonly egress: Egress
  /** `organisation/integration/environment`: what shares sockets and places, and nothing else does. */
  readonly key: string
  readonly environment: Environment
  /** Empty for a database, whose credential says where it is. */
  readonly baseUrl: string
  /** Set for a database. */
  readonly dialect?: SqlDialect | undefined
  readonly credential: Credential
  /** The zone of columns without one, where the environment declares it; that of the credential otherwise. */
  readonly timezone?: string | undefined
  /** How many calls at once, and how many waiting; the standard of its kind when absent. */
  readonly bounds?: CallBounds | undefined
  /** Set when the credential must be renewed by whoever keeps it. */
  readonly source?: CredentialSource | undefined
  /** The provider's description; absent when the connection has none. */
  readonly documents?: (signal: AbortSignal) => Promise<readonly SourceDocument[]>
}

/** Hands out a credential that holds now. Used by many calls at once. */
export interface CredentialSource {
  /** May ask for a token first. The same object until there is another one to use. */
  readonly ready: (signal: AbortSignal) => Promise<Credential>
  /** Called when the provider refused a credential with 401: the next `ready` gives another one if there can be one. */
  readonly refuse: (credential: Credential) => void
}
