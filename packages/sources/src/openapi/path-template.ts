import type { PathPart } from './call.ts'

export interface PathTemplate {
  /** Literal stretches, percent-encoded where needed, and slots named as in the document. */
  readonly parts: readonly PathPart[]
  readonly slots: readonly string[]
  /** Encoded query that the path key carries, without `?` and without its slots. */
  readonly query?: string
  /** Members of that query whose whole value is a slot: `?name={slot}`. */
  readonly querySlots: readonly QuerySlot[]
  /** A slot stands in that query beside other text, or in a name. */
  readonly hasMixedQuery: boolean
  readonly hasFragment: boolean
}

export interface QuerySlot {
  /** As it is sent. */
  readonly name: string
  readonly slot: string
}

/**
 * Reads a path key. Some documents put a query or a fragment into it: the query is kept, its slots are arguments, the fragment is never sent. The
 * path always begins with `/`; dot segments and empty braces are kept as literal, encoded text.
 */
export function parsePathTemplate(key: string): PathTemplate {
  const hash = key.indexOf('#')
  const beforeHash = hash < 0 ? key : key.slice(0, hash)
  const mark = beforeHash.indexOf('?')
  const path = mark < 0 ? beforeHash : beforeHash.slice(0, mark)
  const query = mark < 0 ? '' : beforeHash.slice(mark + 1)
  const parts = splitSlots(path.startsWith('/') ? path : `/${path}`)
  const { querySlots, literal } = readQuery(query)
  const slots = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.slot]))
  return {
    parts,
    slots: [...new Set(slots)],
    ...(literal === '' ? {} : { query: encodeQueryText(literal) }),
    querySlots,
    hasMixedQuery: /[{}]/.test(literal),
    hasFragment: hash >= 0,
  }
}

function readQuery(query: string) {
  const querySlots: QuerySlot[] = []
  const kept: string[] = []
  for (const pair of query.split('&')) {
    const [, name, slot] = /^([^={}]+)=\{([^{}]+)\}$/.exec(pair) ?? []
    if (name === undefined || slot === undefined) kept.push(pair)
    else querySlots.push({ name: decodeName(name), slot })
  }
  return { querySlots, literal: kept.join('&') }
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function splitSlots(path: string): readonly PathPart[] {
  const parts: PathPart[] = []
  let at = 0
  for (const match of path.matchAll(/\{([^{}]+)\}/g)) {
    if (match.index > at) parts.push(encodeLiteral(path.slice(at, match.index)))
    parts.push({ slot: match[1] ?? '' })
    at = match.index + match[0].length
  }
  if (at < path.length) parts.push(encodeLiteral(path.slice(at)))
  return parts
}

/** Keeps what RFC 3986 allows in a path, escapes that are there, and encodes the rest. */
function encodeLiteral(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/%(?![0-9a-fA-F]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu, (character) =>
      encodeURIComponent(character),
    )
}

function encodeQueryText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/%(?![0-9a-fA-F]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]/gu, (character) =>
      encodeURIComponent(character),
    )
}
