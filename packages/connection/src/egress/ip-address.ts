import { isIP, isIPv4 } from 'node:net'

/** One address as a number: `bits` is 32 or 128 long. */
export interface IpAddress {
  readonly family: 4 | 6
  readonly bits: bigint
}

/** A block of addresses: those whose first `length` bits equal those of `base`. */
export interface IpRange {
  readonly base: IpAddress
  readonly length: number
}

/** Reads a literal in its usual text form, IPv6 with or without brackets. Undefined for names, zones and odd forms. */
export function parseIp(text: string): IpAddress | undefined {
  const literal = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  if (literal.includes('%')) return undefined
  const family = isIP(literal)
  if (family === 4) return { family: 4, bits: ipv4Bits(literal) }
  if (family === 6) return { family: 6, bits: ipv6Bits(literal) }
  return undefined
}

/** Reads `10.0.0.0/8` or `fd00::/8`; an address alone is a range of one. Bits after the prefix must be zero. */
export function parseIpRange(text: string): IpRange | undefined {
  const [literal = '', prefix, ...rest] = text.split('/')
  const base = parseIp(literal)
  if (base === undefined || rest.length > 0) return undefined
  if (prefix === undefined) return { base, length: widthOf(base.family) }
  if (!/^\d{1,3}$/.test(prefix)) return undefined
  const length = Number(prefix)
  if (length > widthOf(base.family)) return undefined
  const hostBits = BigInt(widthOf(base.family) - length)
  return (base.bits >> hostBits) << hostBits === base.bits ? { base, length } : undefined
}

/** True when the address is of the range's family and inside it. An IPv4-mapped address is IPv6, never IPv4. */
export function isInRange(address: IpAddress, range: IpRange): boolean {
  if (address.family !== range.base.family) return false
  const hostBits = BigInt(widthOf(address.family) - range.length)
  return address.bits >> hostBits === range.base.bits >> hostBits
}

/** True when both texts are literals of one address, however each is written. */
export function isSameIp(a: string, b: string): boolean {
  const [one, other] = [parseIp(a), parseIp(b)]
  return one !== undefined && one.family === other?.family && one.bits === other.bits
}

const widthOf = (family: 4 | 6): number => (family === 4 ? 32 : 128)

function ipv4Bits(literal: string): bigint {
  return literal.split('.').reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n)
}

function ipv6Bits(literal: string): bigint {
  const [head = '', tail] = literal.split('::')
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0n)
  return [...before, ...zeros, ...after].reduce((bits, group) => (bits << 16n) | group, 0n)
}

function groupsOf(part: string): readonly bigint[] {
  if (part === '') return []
  return part.split(':').flatMap((group) => {
    if (!isIPv4(group)) return [BigInt(`0x${group}`)]
    const bits = ipv4Bits(group)
    return [bits >> 16n, bits & 0xffffn]
  })
}
