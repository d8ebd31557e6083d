import type { Environment, OrganizationId } from '@bindery/model'
import type { Scope } from './scopes.ts'

/** Who is calling: an API key of one organisation. */
export interface Principal {
  readonly organizationId: OrganizationId
  readonly keyId: string
  /** For records and the audit log: `key:Front desk`. */
  readonly actor: string
  readonly scopes: ReadonlySet<Scope>
  /** When set, the only environment that the key may call. */
  readonly environment: Environment | undefined
  readonly expiresAt: Date | undefined
  /** The digest of the session that it came by; absent for one that sent its key. */
  readonly session?: string
}
