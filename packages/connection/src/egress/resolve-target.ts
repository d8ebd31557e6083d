import { lookup as systemLookup } from 'node:dns/promises'
import { PlatformError } from '@bindery/model'
import { checkAddress } from './check-address.ts'
import type { UrlVerdict } from './check-url.ts'
import { checkUrl } from './check-url.ts'
import { egressBlocked } from './egress-error.ts'
import type { EgressPolicy } from './egress-policy.ts'

/** Every address of a name, in the order to try. Throws when there is none. */
export type Lookup = (host: string) => Promise<readonly string[]>

/** Where to dial: `addresses` were all checked, from one lookup; `host` is the name for TLS. */
export interface Target {
  readonly host: string
  readonly port: number
  readonly addresses: readonly [string, ...string[]]
}

export interface ResolveOptions {
  readonly policy: EgressPolicy
  readonly lookup: Lookup
  readonly timeoutMs: number
}

/**
 * Checks a URL, looks its name up once, and checks every answer: one bad address refuses all of them, since a name can
 * resolve to a public and a private address. Throws `egress_blocked`, or `upstream_unreachable` with reason `dns`.
 */
export async function resolveTarget(url: string, options: ResolveOptions): Promise<Target> {
  const verdict = checkUrl(url, options.policy)
  if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
  if (verdict.verdict === 'ok-literal') {
    return { host: verdict.host, port: verdict.port, addresses: [verdict.host] }
  }
  const addresses = await lookUp(verdict.host, options)
  for (const address of addresses) refuseBadAddress(address, verdict, options.policy)
  return { host: verdict.host, port: verdict.port, addresses }
}

/** The resolver of the operating system. */
export const systemResolver: Lookup = async (host) => {
  const answers = await systemLookup(host, { all: true })
  return answers.map((answer) => answer.address)
}

type NameVerdict = Extract<UrlVerdict, { readonly verdict: 'resolve-then-check' }>

function refuseBadAddress(address: string, name: NameVerdict, policy: EgressPolicy): void {
  const verdict = checkAddress(address, name.port, policy)
  if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, name.host)
  if (name.addresses === 'listed' && verdict.by !== 'listed') throw egressBlocked('plain_http', name.host)
}

async function lookUp(host: string, options: ResolveOptions): Promise<readonly [string, ...string[]]> {
  const [first, ...others] = await answersOf(host, options).catch((cause: unknown) => {
    throw dnsFailure(host, cause)
  })
  if (first === undefined) throw dnsFailure(host, undefined)
  return [first, ...others]
}

function answersOf(host: string, { lookup, timeoutMs }: ResolveOptions): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The name server did not answer in time.')), timeoutMs)
    lookup(host)
      .finally(() => clearTimeout(timer))
      .then(resolve, reject)
  })
}

function dnsFailure(host: string, cause: unknown): PlatformError {
  return new PlatformError(
    'upstream_unreachable',
    `"${host}" has no address: check the spelling of the base URL.`,
    { cause, reason: 'dns', sent: 'no' },
  )
}
