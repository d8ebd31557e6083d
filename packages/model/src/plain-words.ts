/**
 * Somebody else's text as plain words on one line: of markup what it shows, without what hides text from people, blanks
 * joined. Takes time in proportion to the length, whatever the text is.
 */
export const plainWords = (text: string): string => oneLine(readEntities(withoutMarkup(text)))

/** A text on one line, without what nobody sees. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\t-\r\u0085\u2028\u2029]/g, ' ')
    .replaceAll(unseen, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** What nobody sees splits a word that is looked for, and the tag block (U+E0000) speaks to models alone. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu

type Opaque = 'script' | 'style'

/** A tag becomes a blank; of a script and a style sheet nothing stays. One pass over the text, cut at every `<`. */
function withoutMarkup(text: string): string {
  const [before = '', ...pieces] = text.split('<')
  const closings = pieces.map((piece) => opaqueOf(/^\/(script|style)\b/i.exec(piece)))
  const last = { script: closings.lastIndexOf('script'), style: closings.lastIndexOf('style') }
  const kept: string[] = [before]
  let inside: Opaque | undefined
  for (const [at, piece] of pieces.entries()) {
    if (inside !== undefined && closings[at] !== inside) continue
    const opened = opaqueOf(/^(script|style)\b/i.exec(piece))
    // One that never ends hides nothing.
    inside = opened !== undefined && last[opened] > at ? opened : undefined
    kept.push(inside === undefined ? withoutTag(piece) : ' ')
  }
  return kept.join('')
}

function opaqueOf(found: RegExpExecArray | null): Opaque | undefined {
  const name = found?.[1]?.toLowerCase()
  return name === 'script' || name === 'style' ? name : undefined
}

const longestTag = 500

function withoutTag(piece: string): string {
  const end = piece.slice(0, longestTag + 1).indexOf('>')
  return end === -1 ? `<${piece}` : ` ${piece.slice(end + 1)}`
}

/** Characters as an HTML page writes them, so that what is looked for in a text is found. */
const readEntities = (text: string): string =>
  text.replaceAll(/&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp);/gi, (entity) => {
    const name = entity.slice(1, -1).toLowerCase()
    const code = Number(name.startsWith('#x') ? `0${name.slice(1)}` : name.slice(1))
    if (!name.startsWith('#')) return entities[name] ?? entity
    return code <= 0x10ffff ? String.fromCodePoint(code) : ' '
  })

const entities: { readonly [name: string]: string } = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}
