import { PlatformError } from '@bindery/model'
import type { BlockReason } from './check-url.ts'

/**
 * The reasons of `checkUrl`; `rebound`: the socket ended up at another address than the one that was checked;
 * `plain_database`: a database session without TLS.
 */
export type EgressBlockReason = BlockReason | 'rebound' | 'plain_database'

/**
 * The one error for a refused address. Names the host as it was configured and the way out; never the address that a
 * name resolved to, so that nobody can map a network by asking.
 */
export function egressBlocked(reason: EgressBlockReason, host?: string): PlatformError {
  const subject = host === undefined ? 'The address' : `"${host}"`
  return new PlatformError('egress_blocked', `${subject} ${sentence(reason)}`, { reason, sent: 'no' })
}

const wayOut =
  'The operator of this server can allow it with BINDERY_EGRESS_ALLOW, for example "10.1.2.3/32:8080".'

function sentence(reason: EgressBlockReason): string {
  switch (reason) {
    case 'not_a_url':
      return 'is not an absolute URL: write it as https://host/path.'
    case 'scheme':
      return 'does not begin with https://.'
    case 'userinfo':
      return 'holds a user name or password: set the credential of the connection instead.'
    case 'port':
      return 'has a port that cannot be used: use 1 to 65535.'
    case 'plain_http':
      return `may not be reached over plain http: use https. ${wayOut}`
    case 'local_name':
      return `is a name of a private network, which is not reachable. ${wayOut}`
    case 'metadata_address':
      return 'is a metadata or link-local address, which is never reachable.'
    case 'not_an_address':
    case 'private_address':
      return `is not on the public internet. ${wayOut}`
    case 'plain_database':
      return `may not be reached without TLS: use the sslmode verify-full, verify-ca or require. ${wayOut}`
    case 'rebound':
      return 'led to another address than the one that was checked; nothing was sent.'
  }
}
