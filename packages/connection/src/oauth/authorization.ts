import { PlatformError, Secret, toUrl } from '@bindery/model'
import type { IDToken } from 'openid-client'
import { toAccountLabel } from './account-label.ts'
import type { IssuedToken } from './issued-token.ts'
import { fetchUserInfo } from './user-info.ts'
import { askTokenEndpoint, toIssuedToken, type TokenQuestion } from './token-endpoint.ts'
import type { AuthorizationClient } from './oauth-client.ts'

/** What must be kept until the person comes back; both are secrets. */
export interface PendingAuthorization {
  /** Where the person's browser goes. Holds the state, so it is for that person only. */
  readonly url: string
  readonly state: Secret
  readonly verifier: Secret
}

/** Begins an authorization: a fresh state of 256 bits, and PKCE with S256 always (RFC 7636, RFC 9700). */
export async function startAuthorization(
  client: AuthorizationClient,
  redirectUri: string,
): Promise<PendingAuthorization> {
  const library = await import('openid-client')
  const verifier = library.randomPKCECodeVerifier()
  const state = library.randomState()
  const url = new URL(client.authorizationUrl)
  const parameters = {
    ...client.parameters,
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    ...(client.scopes.length === 0 ? {} : { scope: client.scopes.join(' ') }),
    state,
    code_challenge: await library.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url: url.href, state: new Secret(state), verifier: new Secret(verifier) }
}

/** What the browser brought back, and what was kept for it. */
export interface AuthorizationAnswer {
  /** The query of the callback, as it arrived. */
  readonly query: URLSearchParams
  /** Exactly the one that the authorization was begun with. */
  readonly redirectUri: string
  readonly state: Secret
  readonly verifier: Secret
}

/**
 * Trades the code of a callback for a grant. Throws `integration_connection_failed` with reason `issuer`,
 * `authorization_refused` or `token_refused`, and what the token endpoint throws.
 */
export async function finishAuthorization(
  question: Omit<TokenQuestion, 'client'> & { readonly client: AuthorizationClient },
  answer: AuthorizationAnswer,
): Promise<IssuedToken> {
  const { client } = question
  const url = callbackUrl(answer, client)
  const checks = { expectedState: answer.state.reveal(), pkceCodeVerifier: answer.verifier.reveal() }
  let claims: IDToken | undefined
  const given = await askTokenEndpoint({ ...question, client }, async (library, config) => {
    const tokens = await library.authorizationCodeGrant(config, url, checks)
    claims = tokens.claims()
    return tokens
  })
  const token = toIssuedToken(given, Date.now())
  const label = toAccountLabel(claims) ?? (await fetchUserInfo(question, token.accessToken))
  return label === undefined ? token : { ...token, accountLabel: label }
}

/** Trades a refresh token for a new grant; the old refresh token stays when no other one comes. */
export async function refreshGrant(question: TokenQuestion, refreshToken: Secret): Promise<IssuedToken> {
  const given = await askTokenEndpoint(question, (library, config) =>
    library.refreshTokenGrant(config, refreshToken.reveal()),
  )
  return { refreshToken, ...toIssuedToken(given, Date.now()) }
}

/** The callback as the library reads it. Mix-up defence (RFC 9207) with what is known of the issuer. */
function callbackUrl({ query, redirectUri }: AuthorizationAnswer, client: AuthorizationClient): URL {
  const repeated = [...new Set(query.keys())].find((name) => query.getAll(name).length > 1)
  if (repeated !== undefined) throw badAnswer('repeats a parameter', 'authorization_refused')
  const error = query.get('error')
  const issuer = query.get('iss')
  if (issuer !== null && !isIssuer(issuer, client)) {
    throw badAnswer('names another issuer than the one that was asked', 'issuer')
  }
  if (error !== null) throw refusedBy(error)
  if (query.get('code') === null) throw badAnswer('holds no code', 'authorization_refused')
  const url = new URL(redirectUri)
  for (const [name, value] of query) if (name !== 'iss') url.searchParams.set(name, value)
  return url
}

/** Without a configured issuer, one of the origin of the authorization endpoint will do. */
function isIssuer(issuer: string, client: AuthorizationClient): boolean {
  if (client.issuer !== undefined) return issuer === client.issuer
  return toUrl(issuer)?.origin === new URL(client.authorizationUrl).origin
}

const knownErrors = [
  'access_denied',
  'invalid_request',
  'unauthorized_client',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
]

function refusedBy(error: string): PlatformError {
  const code = knownErrors.includes(error) ? error : 'another error'
  return badAnswer(`says that access was not given (${code})`, 'authorization_refused')
}

function badAnswer(what: string, reason: string): PlatformError {
  return new PlatformError(
    'integration_connection_failed',
    `The answer of the authorization server ${what}. Begin again with POST .../connect.`,
    { reason },
  )
}
