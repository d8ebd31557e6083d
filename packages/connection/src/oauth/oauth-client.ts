import type { Secret } from '@bindery/model'
import type { Egress } from '../egress/egress.ts'

/** An OAuth client of the authorization code grant, with all that a person is asked for. */
export interface AuthorizationClient extends OAuthClient {
  readonly authorizationUrl: string
  readonly scopes: readonly string[]
  /** What the provider wants besides the standard parameters, such as `access_type=offline`. */
  readonly parameters: Readonly<Record<string, string>>
  /** Where to ask who gave the grant, when there is no id token to tell. */
  readonly userInfoUrl?: string
}

/** Bindery as an authorisation server knows it. */
export interface OAuthClient {
  readonly clientId: string
  /** Absent for public clients, which prove themselves by PKCE alone. */
  readonly clientSecret?: Secret
  /** `unnamed`: an assertion in the request says who asks. */
  readonly clientAuth: ClientAuthWay | 'unnamed'
  readonly tokenUrl: string
  readonly authorizationUrl?: string
  /** Where tokens are given back (RFC 7009), when known. */
  readonly revocationUrl?: string
  /** When known, answers and id tokens must come from it. */
  readonly issuer?: string
}

/** Whose sockets to use, and through which guard. */
export interface TokenDoor {
  readonly egress: Egress
  /** As in `ConnectionTarget.key`. */
  readonly key: string
}

/**
 * How a client makes itself known (RFC 6749, section 2.3.1): in a header, encoded as the standard says; in one that holds
 * both as they are, as many servers read it; or in the body.
 */
export const clientAuthWays = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_basic_unencoded',
] as const

export type ClientAuthWay = (typeof clientAuthWays)[number]
