import type * as OpenIdClient from 'openid-client'
import type { ClientAuth } from 'openid-client'
import type { OAuthClient } from './oauth-client.ts'

export function toClientAuth(
  library: typeof OpenIdClient,
  { clientId, clientSecret, clientAuth }: OAuthClient,
): ClientAuth {
  if (clientAuth === 'unnamed') return () => undefined
  if (clientSecret === undefined) return library.None()
  const secret = clientSecret.reveal()
  if (clientAuth === 'client_secret_post') return library.ClientSecretPost(secret)
  const spell = clientAuth === 'client_secret_basic' ? formEncode : (text: string) => text
  const pair = Buffer.from(`${spell(clientId)}:${spell(secret)}`, 'utf8').toString('base64')
  return (...[, , , headers]) => headers.set('authorization', `Basic ${pair}`)
}

/**
 * `application/x-www-form-urlencoded`, with all unreserved characters of RFC 3986 left as they are: what decodes is the
 * same, and servers that compare the header as it is accept most clients.
 */
const formEncode = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+')

/** Whether a server that does not decode HTTP Basic would see another client than there is. */
export function isChangedByEncoding({ clientId, clientSecret, clientAuth }: OAuthClient): boolean {
  if (clientSecret === undefined || clientAuth !== 'client_secret_basic') return false
  const pair = `${clientId}${clientSecret.reveal()}`
  return formEncode(pair) !== pair
}

/** What else could be wrong where a server does not know a client: the other ways to say who it is. */
export function otherWays(client: OAuthClient): string {
  if (client.clientSecret === undefined || client.clientAuth !== 'client_secret_basic') return ''
  return !isChangedByEncoding(client)
    ? ' If they are right, the server may want them in the body: set client_auth to "client_secret_post".'
    : ' If they are right, the server may not decode what HTTP Basic encodes of them (RFC 6749, section 2.3.1): set client_auth to "client_secret_post" or to "client_secret_basic_unencoded".'
}
