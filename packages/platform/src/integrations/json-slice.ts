/** Where a value stands in a text: byte offsets, the end exclusive. */
export interface Slice {
  readonly start: number
  readonly end: number
}

/**
 * Finds the value that a JSON Pointer (RFC 6901) leads to in the bytes of a JSON text, without building any value: in time
 * proportional to the bytes. Undefined where it leads nowhere or the text breaks the grammar on the way. Never throws.
 */
export function sliceOfJson(bytes: Uint8Array, pointer: string): Slice | undefined {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  let at: number | undefined = skipBlank(bytes, 0)
  for (const name of names) {
    at = bytes[at] === open ? memberOf(bytes, at, name) : itemOf(bytes, at, name)
    if (at === undefined) return undefined
  }
  const end = skipValue(bytes, at)
  return end === undefined ? undefined : { start: at, end }
}

const [open, close, openList, closeList, quote, escape, comma, colon] = Buffer.from('{}[]"\\,:')

function memberOf(bytes: Uint8Array, object: number, name: string): number | undefined {
  let at = skipBlank(bytes, object + 1)
  while (bytes[at] === quote) {
    const end = skipText(bytes, at)
    const isIt = end !== undefined && readName(bytes.subarray(at, end)) === name
    const after = end === undefined ? at : skipBlank(bytes, end)
    if (end === undefined || bytes[after] !== colon) return undefined
    const value = skipBlank(bytes, after + 1)
    if (isIt) return value
    const next = afterValue(bytes, value)
    if (next === undefined) return undefined
    at = next
  }
  return undefined
}

function itemOf(bytes: Uint8Array, list: number, name: string): number | undefined {
  if (bytes[list] !== openList || !/^(?:0|[1-9]\d{0,8})$/.test(name)) return undefined
  let at = skipBlank(bytes, list + 1)
  for (let index = 0; bytes[at] !== closeList; index += 1) {
    if (index === Number(name)) return at
    const next = afterValue(bytes, at)
    if (next === undefined) return undefined
    at = next
  }
  return undefined
}

/** Where the next member or item begins; undefined after the last one. */
function afterValue(bytes: Uint8Array, at: number): number | undefined {
  const end = skipValue(bytes, at)
  const after = end === undefined ? undefined : skipBlank(bytes, end)
  return after === undefined || bytes[after] !== comma ? undefined : skipBlank(bytes, after + 1)
}

function readName(text: Uint8Array): string | undefined {
  try {
    const name: unknown = JSON.parse(new TextDecoder().decode(text))
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

/** Space, tab, line feed, carriage return. */
const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d

function skipBlank(bytes: Uint8Array, from: number): number {
  let at = from
  while (isBlank(bytes[at])) at += 1
  return at
}

function skipText(bytes: Uint8Array, from: number): number | undefined {
  for (let at = from + 1; at < bytes.length; at += 1) {
    if (bytes[at] === escape) at += 1
    else if (bytes[at] === quote) return at + 1
  }
  return undefined
}

/** Counts brackets, whatever stands between them: nesting takes no stack. */
function skipValue(bytes: Uint8Array, from: number): number | undefined {
  let depth = 0
  for (let at = from; at < bytes.length; ) {
    const byte = bytes[at]
    if (byte === quote) {
      const end = skipText(bytes, at)
      if (end === undefined) return undefined
      at = end
      if (depth === 0) return at
      continue
    }
    if (byte === open || byte === openList) depth += 1
    else if (byte === close || byte === closeList) {
      if (depth === 0) return at > from ? at : undefined
      depth -= 1
      if (depth === 0) return at + 1
    } else if (depth === 0 && at > from && (byte === comma || isBlank(byte))) return at
    at += 1
  }
  return depth === 0 && bytes.length > from ? bytes.length : undefined
}
