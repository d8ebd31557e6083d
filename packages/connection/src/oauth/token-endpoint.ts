import { PlatformError, Secret } from '@bindery/model'
import type * as OpenIdClient from 'openid-client'
import type { Configuration, TokenEndpointResponse } from 'openid-client'
import { type Reach, reachOfOwn } from '../auth/reach.ts'
import { isChangedByEncoding, otherWays, toClientAuth } from './client-authentication.ts'
import { lifeOf, type IssuedToken } from './issued-token.ts'
import { guardedFetch, type GuardedFetch } from './guarded-fetch.ts'
import { tokenFailure } from './token-failure.ts'
import type { OAuthClient, TokenDoor } from './oauth-client.ts'
import type { Witness } from './witness.ts'

export interface TokenQuestion {
  readonly client: OAuthClient
  readonly door: TokenDoor
  readonly signal: AbortSignal
  /** Told of a refresh token that came, before anything else of the answer is looked at: the old one may be spent. */
  readonly onRefreshToken?: (token: Secret) => void
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
  const witness: Witness = { failure: undefined, status: undefined, onRefreshToken: question.onRefreshToken }
  const reach = clientReach(question.client)
  const config = configureClient(library, question, { answers: 'token', reach, witness })
  try {
    return await ask(library, config)
  } catch (error) {
    const { client } = question
    const host = new URL(client.tokenUrl).host
    const isEncoded = isChangedByEncoding(client)
    throw tokenFailure(error, witness, { host, hint: otherWays(client), isEncoded })
  }
}

interface Asking extends Pick<GuardedFetch, 'answers' | 'reach'> {
  readonly witness: Witness
}

/** The library as it speaks for a client, through the egress guard. */
export function configureClient(
  library: Library,
  { client, door, signal }: TokenQuestion,
  { answers, reach, witness }: Asking,
): Configuration {
  const server = {
    issuer: client.issuer ?? unknownIssuer,
    token_endpoint: client.tokenUrl,
    ...(client.authorizationUrl === undefined ? {} : { authorization_endpoint: client.authorizationUrl }),
    ...(client.revocationUrl === undefined ? {} : { revocation_endpoint: client.revocationUrl }),
  }
  const config = new library.Configuration(server, client.clientId, undefined, toClientAuth(library, client))
  // The guard decides where plain http may go, as for every other request.
  library.allowInsecureRequests(config)
  config.timeout = 30
  const idTokens = client.issuer === undefined ? 'dropped' : 'kept'
  config[library.customFetch] = guardedFetch({ ...door, signal, reach, answers, idTokens }, witness)
  return config
}

/** The secret of a client and its codes go where the client itself says that tokens are. */
const clientReach = ({ tokenUrl }: OAuthClient): Reach => reachOfOwn([tokenUrl])

/** Nothing is compared with it: without a known issuer, id tokens are dropped and `iss` is checked by its origin. */
const unknownIssuer = 'https://issuer.invalid'

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
