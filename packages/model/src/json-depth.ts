const quote = 0x22
const backslash = 0x5c

/**
 * Deepest nesting of lists and objects in the bytes of a JSON text. Looks only at brackets and skips strings, so it also
 * works on text that is not JSON; stops as soon as `limit` is passed.
 */
export function jsonDepth(bytes: Uint8Array, limit: number): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === quote) at = endOfString(bytes, at)
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1
      if (depth > deepest) deepest = depth
      if (depth > limit) return deepest
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1
  }
  return deepest
}

/** Index of the quote that closes a string, or the end of the bytes. */
function endOfString(bytes: Uint8Array, start: number): number {
  let end = bytes.indexOf(quote, start + 1)
  while (end >= 0 && isEscaped(bytes, end)) end = bytes.indexOf(quote, end + 1)
  return end < 0 ? bytes.length : end
}

function isEscaped(bytes: Uint8Array, at: number): boolean {
  let first = at
  while (first > 0 && bytes[first - 1] === backslash) first -= 1
  return (at - first) % 2 === 1
}
