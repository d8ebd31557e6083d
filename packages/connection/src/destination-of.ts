import { fingerprint } from '@bindery/model'
import type { ConnectionTarget } from './connection-target.ts'
import type { BaseUrl } from './egress/join-url.ts'

/**
 * What tells one place that calls go to from another, as one text: the base URL, or the server, database and user of a
 * login, and the zone in which its moments are meant. A credential that is renewed or replaced leads to the same place.
 */
export function destinationOf({ credential, dialect, timezone }: ConnectionTarget, base?: BaseUrl): string {
  const { host, port, database, user } = credential.login ?? {}
  const zone = timezone ?? credential.timezone
  const at = base === undefined ? { dialect, host, port, database, user } : { ...base }
  return fingerprint({ ...withoutAbsent(at), ...withoutAbsent({ zone }) })
}

function withoutAbsent(members: { readonly [name: string]: string | number | undefined }) {
  const present: { [name: string]: string | number } = {}
  for (const [name, value] of Object.entries(members)) if (value !== undefined) present[name] = value
  return present
}
