import type { Effect } from './effect.ts'
import type { Json } from './json.ts'

export const environments = ['development', 'staging', 'production'] as const
export type Environment = (typeof environments)[number]

/**
 * A live, authorised, guarded door to one environment of one provider, for one run. It holds the credential, the base
 * URL and the egress policy; whoever uses it sees none of them. Every method throws PlatformError (`egress_blocked`,
 * `upstream_timeout`, `upstream_unreachable`, `upstream_invalid_response`) and stops when `signal` aborts.
 */
export interface Connection {
  readonly environment: Environment
  /** What tells the place that it leads to from every other; it says nothing of the credential. */
  readonly destination?: string
  fetch(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>
  database(statement: SqlStatement, signal: AbortSignal): Promise<SqlRows>
  /** The provider's own description as uploaded, or as found at its address. Relative names, at least one document. */
  documents(signal: AbortSignal): Promise<readonly SourceDocument[]>
  /**
   * Makes sure that it has a credential that holds now; asks nothing of what the provider keeps. Throws `integration_not_connected`
   * and what asking for a token throws. Absent where the credential never changes.
   */
  readonly ready?: (signal: AbortSignal) => Promise<void>
  /** Takes every form of its own credential out of what the provider said; absent for one that holds no credential. */
  readonly redact?: (value: Json) => Json
  /** Absent: nothing is kept. */
  readonly habits?: ProviderHabits
  /** The zone of moments that the provider keeps without one, an IANA name, as the operator declared it. */
  readonly timezone?: string
  /**
   * Where an address leads that the provider gave in its answer to a request at `from`, as a place of this connection and
   * without what the credential adds itself. Undefined for one outside of the origin or the base path. Absent: no address
   * of an answer is followed.
   */
  readonly locate?: (address: string, from: HttpPlace) => HttpPlace | undefined
}

/** A path under the base URL, with its query. */
export type HttpPlace = Pick<HttpRequest, 'path' | 'query'>

/**
 * What adapters found out about how a provider speaks, so that they need not ask again; kept in memory, as long as the
 * connection's sockets are. Holds words of the adapters alone, never what a caller or the provider wrote.
 */
export interface ProviderHabits {
  get(name: string): string | undefined
  set(name: string, value: string): void
}

/** One request, relative to the base URL of the connection. Whatever comes from a caller is already encoded. */
export interface HttpRequest {
  readonly method: string
  /**
   * Begins with `/`, percent-encoded, no query, no dot segments; appended to the path of the base URL. Empty for the
   * base URL itself.
   */
  readonly path: string
  /** Encoded, without the leading `?`; empty for none. */
  readonly query: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: HttpBody
  /**
   * A read may be retried and redirected within bounds when its method or `isSafe` proves that it reads; anything else
   * leaves at most once.
   */
  readonly effect: Effect
  /** The protocol proves that a repeat changes nothing, though the method does not: a GraphQL query, a listing of tools. */
  readonly isSafe?: true
  readonly maxResponseBytes: number
}

export interface HttpBody {
  readonly contentType: string
  readonly bytes: Uint8Array
}

export interface HttpResponse {
  readonly status: number
  /** Lower-case names; repeated ones joined by `, `. */
  readonly headers: ReadonlyMap<string, string>
  /** Decompressed, never longer than `maxResponseBytes`. */
  readonly body: Uint8Array
}

/** One statement of our own making; `values` are its binds, in order. */
export interface SqlStatement {
  readonly text: string
  /** The same for MySQL, where `text` is for MariaDB: with the same values in the same places. */
  readonly otherText?: string
  readonly values: readonly (string | number | boolean | null)[]
  readonly effect: Effect
  /** Rows beyond it are not read; `isTruncated` then says so. */
  readonly maxRows: number
  /** Nothing is run: the server says how it would be, as one row with one cell of JSON. */
  readonly asks?: 'plan'
  /** A read that runs after a write in the same transaction, for servers whose writes answer with no rows. */
  readonly readBack?: Pick<SqlStatement, 'text' | 'values'>
}

export interface SqlRows {
  readonly columns: readonly string[]
  /** Values as the server writes them, so that nothing is rounded. */
  readonly rows: readonly (readonly (string | null)[])[]
  /** Rows that a write matched; 0 for a read. */
  readonly affected: number
  readonly isTruncated?: true
}

export interface SourceDocument {
  /** Relative name with `/`, or the last part of the address that it came from. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly contentType?: string
}

/** What would have been sent, credentials shown as `[secret]`. */
export interface RequestPreview {
  readonly kind: 'http' | 'graphql' | 'sql'
  readonly request: Json
}
