const quote = 0x22
const backslash = 0x5c
const hash = 0x23
const newline = 0x0a

/**
 * Deepest nesting of brackets in GraphQL text, outside of strings and comments; stops once `limit` is passed. Parsers
 * recurse on brackets, so this comes first.
 */
export function nestingDepth(text: string, limit: number): number {
  let depth = 0
  let deepest = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === hash) at = endOfLine(text, at)
    else if (code === 0x5b || code === 0x7b || code === 0x28) {
      depth += 1
      if (depth > deepest) deepest = depth
      if (depth > limit) return deepest
    } else if (code === 0x5d || code === 0x7d || code === 0x29) depth -= 1
  }
  return deepest
}

/** Index of the last quote of a string or block string, or the end of the text. */
function endOfString(text: string, start: number): number {
  if (text.startsWith('"""', start)) return endOfBlock(text, start)
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote || code === newline) return at
    if (code === backslash) at += 1
  }
  return text.length
}

function endOfBlock(text: string, start: number): number {
  let end = text.indexOf('"""', start + 3)
  while (end > 0 && text.charCodeAt(end - 1) === backslash) end = text.indexOf('"""', end + 3)
  return end < 0 ? text.length : end + 2
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}
