import type { Secret } from '@bindery/model'

/** What a token endpoint gave. */
export interface IssuedToken {
  readonly accessToken: Secret
  readonly refreshToken?: Secret
  /** Absent when the endpoint did not say. */
  readonly expiresAt?: Date
  /** When to ask for the next one; absent when only a refusal of the provider will tell. */
  readonly renewAt?: Date
  /** What it opens, when the endpoint said so; otherwise it is what was asked for (RFC 6749, section 5.1). */
  readonly scopes?: readonly string[]
  /** Who gave the grant, as the provider names them: for people to recognise, never to decide by. */
  readonly accountLabel?: string
}

/** A minute before the end, or at four fifths of a short life. */
export function lifeOf(seconds: number, now: number): Pick<Required<IssuedToken>, 'expiresAt' | 'renewAt'> {
  const lifeMs = seconds * 1000
  return {
    expiresAt: new Date(now + lifeMs),
    renewAt: new Date(now + lifeMs - Math.min(60_000, lifeMs / 5)),
  }
}
