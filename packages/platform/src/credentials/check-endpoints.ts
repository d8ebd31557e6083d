import { checkUrl, type Credential, egressBlocked } from '@bindery/connection'
import type { Needs } from '../kernel/needs.ts'

/** Throws `egress_blocked` for an address that no lookup could make good. */
export function checkEndpoints(services: Needs<'egress'>, credential: Credential): void {
  for (const url of credential.endpoints ?? []) {
    const verdict = checkUrl(url, services.egress.policy)
    if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
  }
}
