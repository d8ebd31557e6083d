import { PlatformError, toUrl } from '@bindery/model'

/** One word on where a credential may go. */
export interface Permit {
  /** Whose word it is, for people: `The auth connector "Desk"`. */
  readonly of: string
  /** As `toOrigin` writes them. */
  readonly origins: readonly string[]
  /** How another origin gets in, as sentences. */
  readonly wayOut: string
}

/** Where a credential may go: only where every permit lets it. There is at least one, so nothing may go anywhere by default. */
export type Reach = readonly [Permit, ...Permit[]]

/** Scheme, host and port of an address, in one spelling; empty for what has none, which no permit names. */
export function toOrigin(address: string): string {
  const origin = toUrl(address)?.origin ?? 'null'
  return origin === 'null' ? '' : origin
}

/** For credentials that are only checked and never used. */
export const nowhere: Reach = [
  { of: 'A credential that is being checked', origins: [], wayOut: 'Save it first.' },
]

/** For what an address that stands in the credential itself is sent: who wrote the one wrote the other. */
export function reachOfOwn(addresses: readonly (string | undefined)[]): Reach {
  const origins = addresses.flatMap((address) => (address === undefined ? [] : [toOrigin(address)]))
  const wayOut = 'It is sent to the addresses that stand in the credential.'
  return [{ of: 'A client of an authorization server', origins, wayOut }]
}

/** The one door between a credential and an origin. Throws `credential_origin_refused`, before anything is sent. */
export function requireReach(reach: Reach, origin: string): void {
  const refusing = reach.find(({ origins }) => origin === '' || !origins.includes(origin))
  if (refusing === undefined) return
  throw new PlatformError(
    'credential_origin_refused',
    `${refusing.of} may not be sent to "${origin}". ${refusing.wayOut}`,
    { reason: 'credential_origin', sent: 'no', members: { origin } },
  )
}
