import { type JsonObject, objectFrom } from '@bindery/model'

/**
 * What headers say of a page, as a place of an answer says it, so that both are read alike: `X-Next-Page`,
 * `X-WP-Total` and the like without what marks them as headers, `Content-Range` as its total, and whether `Link` leads on.
 */
export function headerPlace(headers: ReadonlyMap<string, string> | undefined): JsonObject {
  const members = [...(headers ?? [])].flatMap(([header, text]): readonly Member[] => {
    if (header === 'content-range') return totalOfRange(text)
    if (header === 'link') return nextOfLink(text)
    const [, name] = /^(?:x-(?:wp-|pagination-)?)(.+)$/.exec(header) ?? []
    return name === undefined ? [] : [[name, toWord(text)]]
  })
  return objectFrom(members)
}

const toWord = (text: string): string | boolean =>
  text.toLowerCase() === 'true' ? true : text.toLowerCase() === 'false' ? false : text.trim()

type Member = readonly [string, string | boolean]

/** `items 0-9/57` (RFC 9110, 14.4, with a unit of the provider's own); `*` is a total that is not known. */
function totalOfRange(text: string): readonly Member[] {
  const total = /^\s*[\w-]+\s+(?:\d+-\d+|\*)\/(\d{1,15})\s*$/.exec(text)?.[1]
  return total === undefined ? [] : [['total', total]]
}

/** RFC 8288: `<...>; rel="next"`. A link header without one is that of the last page. */
function nextOfLink(text: string): readonly Member[] {
  if (!/;\s*rel=/i.test(text)) return []
  if (/;\s*rel="?[^",;]*\bnext\b/i.test(text)) return [['next', true]]
  return /\brel="?(?:prev|first|last)\b/i.test(text) ? [['next', false]] : []
}
