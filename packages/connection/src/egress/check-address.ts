import { isGlobal, isMetadata } from './address-space.ts'
import type { EgressPolicy } from './egress-policy.ts'
import { isInRange, parseIp } from './ip-address.ts'

/** `listed`: the operator named it; `public`: it is on the public internet. */
export type AddressVerdict =
  | { readonly verdict: 'ok'; readonly by: 'listed' | 'public' }
  | { readonly verdict: 'block'; readonly reason: 'not_an_address' | 'metadata_address' | 'private_address' }

/** Decides on one address literal and port, as it will be dialled. */
export function checkAddress(text: string, port: number, policy: EgressPolicy): AddressVerdict {
  const address = parseIp(text)
  if (address === undefined) return { verdict: 'block', reason: 'not_an_address' }
  if (isMetadata(address)) return { verdict: 'block', reason: 'metadata_address' }
  const isListed = policy.allow.some((rule) => isInRange(address, rule.range) && (rule.port ?? port) === port)
  if (isListed) return { verdict: 'ok', by: 'listed' }
  return isGlobal(address) ? { verdict: 'ok', by: 'public' } : { verdict: 'block', reason: 'private_address' }
}
