import { createHash } from 'node:crypto'

/**
 * The one text of a JSON value by RFC 8785: members sorted by UTF-16 code units, no white space, ECMAScript numbers.
 * Members that are `undefined` are left out. Throws a TypeError on what JSON cannot carry between systems: NaN,
 * infinities, lone surrogates, functions, `undefined` in a list.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return canonicalString(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return canonicalNumber(value)
  if (Array.isArray(value)) return canonicalList(value)
  if (typeof value !== 'object') throw new TypeError(`Canonical JSON cannot hold a ${typeof value}.`)
  let text = ''
  for (const [name, member] of sortedMembers(value)) {
    if (member === undefined) continue
    text += `${text === '' ? '{' : ','}${canonicalString(name)}:${canonicalJson(member)}`
  }
  return text === '' ? '{}' : `${text}}`
}

/** `sha256:` and 64 hex digits over the canonical JSON of a value. */
export function fingerprint(value: unknown): string {
  return fingerprintText(canonicalJson(value))
}

/** `sha256:` and 64 hex digits over the UTF-8 bytes of a text. */
export function fingerprintText(text: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

function canonicalList(list: readonly unknown[]): string {
  let text = ''
  for (const item of list) text += `${text === '' ? '[' : ','}${canonicalJson(item)}`
  return text === '' ? '[]' : `${text}]`
}

/** Most objects that are hashed were built in order, so the order is looked at before anything is sorted. */
function sortedMembers(value: object): [string, unknown][] {
  const members = Object.entries(value)
  for (let i = 1; i < members.length; i++) {
    if ((members[i - 1]?.[0] ?? '') > (members[i]?.[0] ?? ''))
      return members.sort(([a], [b]) => (a < b ? -1 : 1))
  }
  return members
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('Canonical JSON cannot hold NaN or an infinity.')
  return JSON.stringify(value)
}

const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

function canonicalString(value: string): string {
  if (value.length < 200 && plain.test(value)) return `"${value}"`
  if (!value.isWellFormed()) throw new TypeError('Canonical JSON cannot hold a lone surrogate.')
  return JSON.stringify(value)
}
