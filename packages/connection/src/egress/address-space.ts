import type { IpAddress, IpRange } from './ip-address.ts'
import { isInRange, parseIpRange } from './ip-address.ts'

/**
 * True for addresses of the public internet. An allow-list: IPv4 outside the IANA special-purpose registry, IPv6 inside
 * 2000::/3 without the parts that tunnel, document or identify. Block-lists were rejected: the usual ones miss half of
 * the known non-global literals.
 */
export function isGlobal(address: IpAddress): boolean {
  if (address.family === 4) return !isInAny(address, specialIpv4)
  return isInAny(address, unicastIpv6) && !isInAny(address, specialIpv6) && !isIsatap(address)
}

/**
 * True for addresses that hand out credentials of the machine Bindery runs on, and for the link-local ranges that hold
 * most of them. An IPv6 address that carries such an IPv4 address counts. No policy opens them.
 */
export function isMetadata(address: IpAddress): boolean {
  if (isInAny(address, metadata)) return true
  return embeddedIpv4(address).some((inner) => isInAny(inner, metadata))
}

const ranges = (...texts: readonly string[]): readonly IpRange[] =>
  texts.map((text) => {
    const range = parseIpRange(text)
    if (range === undefined) throw new TypeError(`"${text}" is not an address range.`)
    return range
  })

const isInAny = (address: IpAddress, list: readonly IpRange[]): boolean =>
  list.some((range) => isInRange(address, range))

// IANA IPv4 special-purpose registry, multicast and class E; 168.63.129.16 is the host agent of one large cloud.
const specialIpv4 = ranges(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
)

const unicastIpv6 = ranges('2000::/3')

const specialIpv6 = ranges('2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '2620:4f:8000::/48')

const metadata = ranges(
  '169.254.0.0/16',
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  'fe80::/10',
  'fd00:ec2::/32',
  'fd20:ce::/32',
)

/** RFC 5214: an interface identifier of 0000:5efe or 0200:5efe tunnels to the IPv4 address in the last 32 bits. */
function isIsatap(address: IpAddress): boolean {
  const marker = (address.bits >> 32n) & 0xffffffffn
  return marker === 0x00005efen || marker === 0x02005efen
}

function embeddedIpv4(address: IpAddress): readonly IpAddress[] {
  if (address.family === 4 || isGlobal(address)) return []
  // The last 32 bits serve mapped, compatible, NAT64 and ISATAP forms; bits 16 to 48 serve 6to4.
  const places = [address.bits & 0xffffffffn, (address.bits >> 80n) & 0xffffffffn]
  return places.map((bits) => ({ family: 4 as const, bits }))
}
