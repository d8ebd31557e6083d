import type { Secret } from '@bindery/model'
import { reachOfOwn } from '../auth/reach.ts'
import type { IssuedToken } from './issued-token.ts'
import { configureClient, type TokenQuestion } from './token-endpoint.ts'

/**
 * `failed`: the server was asked and did not say that the tokens are worth nothing now. `unsupported`: nobody said where
 * tokens are given back.
 */
export type Revocation = 'revoked' | 'failed' | 'unsupported'

/**
 * Gives the tokens of a grant back (RFC 7009). With the refresh token a server ends the access tokens of its grant too, but
 * not every server does, so both are given back; what counts is the one that lives longer. Never throws.
 */
export async function revokeGrant(
  question: TokenQuestion,
  { refreshToken, accessToken }: IssuedToken,
): Promise<Revocation> {
  if (question.client.revocationUrl === undefined) return 'unsupported'
  const hasAccess = accessToken.reveal() !== ''
  if (refreshToken === undefined) {
    return hasAccess ? giveBack(question, accessToken, 'access_token') : 'unsupported'
  }
  // At once, so that neither waits for an answer to the other that never comes.
  const [outcome] = await Promise.all([
    giveBack(question, refreshToken, 'refresh_token'),
    hasAccess ? giveBack(question, accessToken, 'access_token') : undefined,
  ])
  return outcome
}

async function giveBack(
  question: TokenQuestion,
  token: Secret,
  hint: 'access_token' | 'refresh_token',
): Promise<'revoked' | 'failed'> {
  try {
    const library = await import('openid-client')
    const reach = reachOfOwn([question.client.revocationUrl])
    const witness = { failure: undefined, status: undefined }
    const config = configureClient(library, question, { answers: 'other', reach, witness })
    await library.tokenRevocation(config, token.reveal(), { token_type_hint: hint })
    return 'revoked'
  } catch {
    return 'failed'
  }
}
