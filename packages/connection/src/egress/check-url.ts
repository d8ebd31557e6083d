import { toUrl } from '@bindery/model'
import { checkAddress } from './check-address.ts'
import type { EgressPolicy } from './egress-policy.ts'
import { parseIp } from './ip-address.ts'

export type BlockReason =
  | 'not_a_url'
  | 'scheme'
  | 'userinfo'
  | 'port'
  | 'plain_http'
  | 'local_name'
  | 'not_an_address'
  | 'metadata_address'
  | 'private_address'

/**
 * `resolve-then-check`: a name; every address that it resolves to must pass `checkAddress`, and be listed by the
 * operator when `addresses` says so. `ok-literal`: an address that already passed.
 */
export type UrlVerdict =
  | { readonly verdict: 'block'; readonly reason: BlockReason; readonly host?: string }
  | {
      readonly verdict: 'resolve-then-check'
      readonly host: string
      readonly port: number
      readonly addresses: 'listed' | 'public-or-listed'
    }
  | { readonly verdict: 'ok-literal'; readonly host: string; readonly port: number }

/** Decides on a URL before any packet leaves. Pure. Odd spellings of addresses are normal after WHATWG parsing. */
export function checkUrl(text: string, policy: EgressPolicy): UrlVerdict {
  const url = toUrl(text)
  if (url === undefined) return { verdict: 'block', reason: 'not_a_url' }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { verdict: 'block', reason: 'scheme' }
  return checkOrigin(url, policy)
}

function checkOrigin(url: URL, policy: EgressPolicy): UrlVerdict {
  const host = bareHost(url)
  const port = portOf(url)
  if (url.username !== '' || url.password !== '') return { verdict: 'block', reason: 'userinfo', host }
  if (port === 0) return { verdict: 'block', reason: 'port', host }
  const isPlainLimited = url.protocol === 'http:' && policy.plainHttp === 'listed'
  if (parseIp(host) !== undefined) return checkLiteral({ host, port, isPlainLimited }, policy)
  if (!hostName.test(host)) return { verdict: 'block', reason: 'not_a_url', host }
  if (isMetadataName(host)) return { verdict: 'block', reason: 'metadata_address', host }
  const isLocal = isLocalName(host)
  const isReachable = policy.allow.some((rule) => (rule.port ?? port) === port)
  if (isLocal && !isReachable) return { verdict: 'block', reason: 'local_name', host }
  if (isPlainLimited && !isReachable) return { verdict: 'block', reason: 'plain_http', host }
  const addresses = isLocal || isPlainLimited ? 'listed' : 'public-or-listed'
  return { verdict: 'resolve-then-check', host, port, addresses }
}

interface LiteralTarget {
  readonly host: string
  readonly port: number
  readonly isPlainLimited: boolean
}

function checkLiteral({ host, port, isPlainLimited }: LiteralTarget, policy: EgressPolicy): UrlVerdict {
  const address = checkAddress(host, port, policy)
  if (address.verdict === 'block') return { verdict: 'block', reason: address.reason, host }
  if (isPlainLimited && address.by === 'public') return { verdict: 'block', reason: 'plain_http', host }
  return { verdict: 'ok-literal', host, port }
}

/** The port that will be dialled: the one written, or that of the scheme. */
export const portOf = (url: URL): number => (url.port === '' ? defaultPort(url) : Number(url.port))

const defaultPort = (url: URL): number => (url.protocol === 'https:' ? 443 : 80)

/** The host without IPv6 brackets and without the dot of the root zone. */
const bareHost = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')

// URLs take more than names have, such as the braces of a placeholder: no such name is ever found.
const hostName = /^[a-z0-9._-]+$/

const isMetadataName = (host: string): boolean => /(^|\.)metadata\.(google|goog)(\.internal)?$/.test(host)

// Names that no public resolver answers for: what they lead to is next to the server, so the operator must list it.
const localSuffixes = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'svc',
  'lan',
  'home',
  'corp',
  'home.arpa',
]

function isLocalName(host: string): boolean {
  return !host.includes('.') || localSuffixes.some((suffix) => host.endsWith(`.${suffix}`))
}
