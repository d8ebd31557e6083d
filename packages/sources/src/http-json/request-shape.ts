/** What a request of an operation looks like, as far as its description fixes it. */
export interface RequestShape {
  readonly method: string
  /** Literal stretches, and the places that arguments fill. */
  readonly path: readonly (string | { readonly slot: string })[]
  /** Names and values of the query that the operation always has. */
  readonly query: readonly (readonly [name: string, value: string])[]
}

/**
 * How a request meets an operation: `exactly` when every character of its path is fixed, `perhaps` when arguments could
 * have made it. Servers differ in what they take as the same path, so case, encoding and empty segments are not told apart.
 */
export function meets(
  shape: RequestShape,
  given: { readonly method: string; readonly path: string; readonly query: string },
): 'exactly' | 'perhaps' | 'not' {
  if (shape.method.toUpperCase() !== given.method) return 'not'
  const query = new URLSearchParams(given.query)
  if (!shape.query.every(([name, value]) => query.getAll(name).includes(value))) return 'not'
  const wanted = segmentsOf(shape.path.map((part) => (typeof part === 'string' ? part : slot)).join(''))
  // A server may read an encoded slash as one that parts segments.
  const readings = [segmentsOf(given.path), segmentsOf(decode(given.path))]
  const isMet = readings.some(
    (found) => wanted.length === found.length && wanted.every((text, at) => fits(found[at] ?? '', text)),
  )
  if (!isMet) return 'not'
  return wanted.some((text) => text.includes(slot)) ? 'perhaps' : 'exactly'
}

/** Stands in no path: it would be encoded. */
const slot = '\u0000'

const segmentsOf = (path: string): readonly string[] =>
  path
    .split('/')
    .map((segment) => decode(segment).toLowerCase())
    .filter((segment) => segment !== '')

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Without a regular expression: a description may hold any number of places in one segment. */
function fits(segment: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split(slot)
  if (rest.length === 0) return segment === pattern
  const last = rest.pop() ?? ''
  if (!segment.startsWith(first) || !segment.endsWith(last)) return false
  let at = first.length
  for (const literal of rest) {
    const found = segment.indexOf(literal, at)
    if (found < 0) return false
    at = found + literal.length
  }
  return at + last.length <= segment.length
}
