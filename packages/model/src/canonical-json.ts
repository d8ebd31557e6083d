import { createHash } from 'node:crypto'

/**
 * The one text of a JSON value by RFC 8785: members sorted by UTF-16 code units, no white space, ECMAScript numbers.
 * Members that are `undefined` are left out. Throws a TypeError on what JSON cannot carry between systems: NaN,
 * infinities, lone surrogates, functions, `undefined` in a list.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (typeof value === 'string') return canonicalString(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`Canonical JSON cannot hold a ${typeof value}.`)
  const members: string[] = []
  for (const [name, member] of sortedMembers(value)) {
    if (member !== undefined) members.push(`${canonicalString(name)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}

/** `sha256:` and 64 hex digits over the canonical JSON of a value. */
export function fingerprint(value: unknown): string {
  return fingerprintText(canonicalJson(value))
}

/** `sha256:` and 64 hex digits over the UTF-8 bytes of a text. */
export function fingerprintText(text: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

function sortedMembers(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('Canonical JSON cannot hold NaN or an infinity.')
  return JSON.stringify(value)
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('Canonical JSON cannot hold a lone surrogate.')
  return JSON.stringify(value)
}
