import { isJsonObject, type Json, type JsonObject, ownProperty } from '@bindery/model'
import { nextMembers } from '@bindery/model/pages'

/** What an answer says of its next page. */
export interface NextSign {
  /** The name of the place that says it, without case and marks; `link` for the header. */
  readonly name: string
  readonly value: string | number
  readonly isAddress: boolean
}

/** Everything that an answer says of its next page, the header first, then what the catalog names, then what looks like it. */
export function nextSigns({
  headers,
  places,
  named,
}: {
  readonly headers: ReadonlyMap<string, string> | undefined
  readonly places: readonly JsonObject[]
  /** What stands where the catalog says that the way on stands. */
  readonly named: readonly [name: string, value: Json] | undefined
}): readonly NextSign[] {
  const link = nextLink(headers?.get('link') ?? '')
  return [
    ...(link === undefined ? [] : [{ name: 'link', value: link, isAddress: true }]),
    ...(named === undefined ? [] : toSigns(...named)),
    ...places.flatMap((place) => nextMembers(place).flatMap(([name, value]) => toSigns(name, value))),
  ]
}

/** The target of `<...>; rel="next"` (RFC 8288, 3); undefined where the header has none. */
export function nextLink(header: string): string | undefined {
  for (const part of header.split('<').slice(1)) {
    const end = part.indexOf('>')
    if (end >= 0 && /;\s*rel\s*=\s*"?[^",;]*\bnext\b/i.test(part.slice(end + 1))) return part.slice(0, end)
  }
  return undefined
}

/** Members of an object that stands for the next page: `{"href": ...}`, `{"after": ...}`. */
const inside = ['href', 'url', 'link', 'after', 'cursor', 'token']

function toSigns(name: string, value: Json): readonly NextSign[] {
  if (typeof value === 'number') return [{ name, value, isAddress: false }]
  if (typeof value === 'string')
    return value === '' ? [] : [{ name, value, isAddress: isAddress(name, value) }]
  if (!isJsonObject(value)) return []
  return inside.flatMap((member) => {
    const held = ownProperty(value, member)
    return typeof held === 'string' || typeof held === 'number' ? toSigns(member, held) : []
  })
}

/** A token may begin with a slash as a path does, so the name of its place decides unless it is a whole address. */
function isAddress(name: string, text: string): boolean {
  if (/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(text)) return true
  if (/link|url|uri|href/i.test(name)) return true
  return !/token|cursor|marker|key|offset|after/i.test(name) && /^[/?]/.test(text)
}
