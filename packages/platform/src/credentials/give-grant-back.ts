import { type IssuedToken, type Revocation, revokeGrant, type TokenQuestion } from '@bindery/connection'
import { within } from '@bindery/model'

const patienceMs = 5_000

/** Gives a grant back to its provider within 5 s, whoever goes away meanwhile: what was begun to be taken back is taken back. */
export const giveGrantBack = (
  asking: Omit<TokenQuestion, 'signal'>,
  grant: IssuedToken,
): Promise<Revocation> =>
  within(new AbortController().signal, patienceMs, (signal) => revokeGrant({ ...asking, signal }, grant))
