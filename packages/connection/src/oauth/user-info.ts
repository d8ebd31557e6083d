import { parseJson, type Secret } from '@bindery/model'
import { toAccountLabel } from './account-label.ts'
import type { AuthorizationClient, TokenDoor } from './oauth-client.ts'
import { reachOfOwn } from '../auth/reach.ts'
import { guardedFetch } from './guarded-fetch.ts'

interface UserInfoQuestion {
  readonly client: AuthorizationClient
  readonly door: TokenDoor
  readonly signal: AbortSignal
}

/** The name of the account that a token belongs to. A name is a nicety: undefined when the endpoint does not tell. */
export async function fetchUserInfo(
  { client, door, signal }: UserInfoQuestion,
  token: Secret,
): Promise<string | undefined> {
  if (client.userInfoUrl === undefined) return undefined
  const ask = guardedFetch(
    { ...door, signal, reach: reachOfOwn([client.userInfoUrl]), answers: 'other', idTokens: 'kept' },
    { failure: undefined, status: undefined },
  )
  const headers = {
    authorization: `Bearer ${token.reveal()}`,
    accept: 'application/json',
    'user-agent': 'Bindery',
  }
  try {
    const answer = await ask(client.userInfoUrl, { method: 'GET', headers, body: null, redirect: 'manual' })
    return answer.ok ? toAccountLabel(parseJson(await answer.text())) : undefined
  } catch {
    return undefined
  }
}
