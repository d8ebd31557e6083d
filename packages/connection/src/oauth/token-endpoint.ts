import { PlatformError, Secret } from '@bindery/model'
import type * as OpenIdClient from 'openid-client'
import type { ClientAuth, Configuration, TokenEndpointResponse } from 'openid-client'
import type { Egress } from '../egress/egress.ts'
import { lifeOf, type IssuedToken } from './issued-token.ts'
import { guardedFetch, type Witness } from './guarded-fetch.ts'
import { tokenFailure } from './token-failure.ts'

/** How a client makes itself known (RFC 6749, section 2.3.1). */
export const clientAuthWays = ['client_secret_basic', 'client_secret_post'] as const

/** Bindery as an authorisation server knows it. */
export interface OAuthClient {
  readonly clientId: string
  /** Absent for public clients, which prove themselves by PKCE alone. */
  readonly clientSecret?: Secret
  /** `unnamed`: an assertion in the request says who asks. */
  readonly clientAuth: (typeof clientAuthWays)[number] | 'unnamed'
  readonly tokenUrl: string
  readonly authorizationUrl?: string
  /** When known, answers and id tokens must come from it. */
  readonly issuer?: string
}

/** Whose sockets to use, and through which guard. */
export interface TokenDoor {
  readonly egress: Egress
  /** As in `ConnectionTarget.key`. */
  readonly key: string
}

export interface TokenQuestion {
  readonly client: OAuthClient
  readonly door: TokenDoor
  readonly signal: AbortSignal
}

type Library = typeof OpenIdClient
type Ask = (library: Library, config: Configuration) => Promise<TokenEndpointResponse>

/**
 * Asks a token endpoint through the egress guard, following nothing. Throws `upstream_unreachable` or `upstream_timeout`
 * for what may pass by itself, `integration_not_connected` with reason `invalid_grant`, and
 * `integration_connection_failed` for every other refusal. Nothing that the endpoint wrote is in an error.
 */
export async function askTokenEndpoint(question: TokenQuestion, ask: Ask): Promise<TokenEndpointResponse> {
  const library = await import('openid-client')
  const witness: Witness = { failure: undefined, status: undefined }
  const config = configure(library, question, witness)
  try {
    return await ask(library, config)
  } catch (error) {
    throw tokenFailure(error, witness, new URL(question.client.tokenUrl).host)
  }
}

function configure(
  library: Library,
  { client, door, signal }: TokenQuestion,
  witness: Witness,
): Configuration {
  const server = {
    issuer: client.issuer ?? unknownIssuer,
    token_endpoint: client.tokenUrl,
    ...(client.authorizationUrl === undefined ? {} : { authorization_endpoint: client.authorizationUrl }),
  }
  const config = new library.Configuration(server, client.clientId, undefined, clientAuth(library, client))
  // The guard decides where plain http may go, as for every other request.
  library.allowInsecureRequests(config)
  config.timeout = 30
  const idTokens = client.issuer === undefined ? 'dropped' : 'kept'
  config[library.customFetch] = guardedFetch({ ...door, signal, idTokens }, witness)
  return config
}

/** Nothing is compared with it: without a known issuer, id tokens are dropped and `iss` is checked by its origin. */
const unknownIssuer = 'https://issuer.invalid'

function clientAuth(library: Library, { clientSecret, clientAuth: way }: OAuthClient): ClientAuth {
  if (way === 'unnamed') return () => undefined
  if (clientSecret === undefined) return library.None()
  const secret = clientSecret.reveal()
  return way === 'client_secret_post' ? library.ClientSecretPost(secret) : library.ClientSecretBasic(secret)
}

/** The values of an answer that the library found to be in order. */
export function toIssuedToken(answer: TokenEndpointResponse, now: number): IssuedToken {
  const { access_token, refresh_token, expires_in, scope } = answer
  return {
    accessToken: usableToken(access_token),
    ...(refresh_token === undefined ? {} : { refreshToken: new Secret(refresh_token) }),
    ...(expires_in === undefined ? {} : lifeOf(Math.min(expires_in, mostSeconds), now)),
    ...(scope === undefined ? {} : { scopes: splitScopes(scope) }),
  }
}

const mostScopes = 100

/** Some providers part scopes by commas, against RFC 6749. */
const splitScopes = (text: string): readonly string[] =>
  [...new Set(text.split(/[\s,]+/).filter((scope) => /^[\x21\x23-\x5b\x5d-\x7e]{1,500}$/.test(scope)))].slice(
    0,
    mostScopes,
  )

const mostSeconds = 10 * 365 * 86_400

/** A token goes into a header line, so nothing in it may end one. */
function usableToken(text: string): Secret {
  if (/^[\x21-\x7e]{1,16000}$/.test(text)) return new Secret(text)
  throw new PlatformError(
    'upstream_invalid_response',
    'The token endpoint answered with a token that cannot be sent: expected visible ASCII characters.',
    { reason: 'token_endpoint' },
  )
}
