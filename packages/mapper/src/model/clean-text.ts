/** Text of a provider made fit for a prompt. */
export interface CleanedText {
  readonly text: string
  /** It read like an order to whoever reads it and was left out. */
  readonly isFlagged: boolean
}

/** Zero width, bidi and tag characters, variation selectors: they hide text from a reader, or take words apart. */
const invisible = /\p{Cf}|[\u{fe00}-\u{fe0f}]|[\u{e0100}-\u{e01ef}]/gu
const controls = /[\p{Cc}\u2028\u2029]/gu
/** What a model could copy an address from. */
const addresses = /\b[a-z][a-z0-9+.-]*:\/\/\S*/gi

/** Markup of pages; what stands between is kept. */
const tags =
  /<\/?(?:p|br|b|i|em|strong|a|ul|ol|li|code|pre|div|span|table|tr|td|th|h[1-6]|img|hr|blockquote|su[bp])\b[^<>]{0,200}>/gi

/** What descriptions of fields do not say, and orders to a model do. Leaving a harmless text out costs little. */
const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|above|previous|prior)\b/i,
  /\b(?:system|assistant|developer)\s*:/i,
  /<\s*\/?\s*(?:important|system|instructions?|assistant|user|tool|catalog|arguments|parameters|outputs|fields|nouns)\b/i,
  /\byou (?:must|should|are|will) (?:now|always|never|only|instead)\b/i,
  /\b(?:must|should|always|please)\b.{0,20}\b(?:map|choose|select|answer|call|fill)\b.{0,60}\b(?:every|all|operation|parameters?|instead)\b/i,
  /\binstead of the goal\b/i,
  /\b(?:api[ _-]?key|credentials?|passwords?|secrets?|tokens?)\b.{0,60}\b(?:from the connection|in(?:to)? this field)\b/i,
  /\b(?:fill(?:ed)?|copy|put|insert)\b.{0,60}\b(?:api[ _-]?key|credentials?|passwords?|secrets?)\b/i,
]

/** A name of a program has no spaces; whatever its words are, it orders nothing. */
const programName = /^[\w$./:{}[\]-]+$/

const mostRead = 2_000

/**
 * A provider's text in one line of at most `most` characters, without hidden characters, markup and addresses. Text that
 * gives orders is dropped whole: what a model reads is written by strangers. Orders in other languages or in code are not
 * found; what holds is that a model can only answer with listed ids.
 */
export function cleanText(text: string, most: number): CleanedText {
  const plain = text
    .slice(0, mostRead)
    .normalize('NFKC')
    .replaceAll(invisible, '')
    .replaceAll(controls, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (!programName.test(plain) && orders.some((pattern) => pattern.test(plain)))
    return { text: '', isFlagged: true }
  const bare = plain
    .replaceAll(tags, ' ')
    .replaceAll(addresses, ' ')
    .replaceAll(/[<>`|]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const cut = bare.length > most ? `${bare.slice(0, most - 1)}…` : bare
  return { text: cut.toWellFormed(), isFlagged: false }
}

/** A name in a list whose lines begin with ids: one that reads like an id is quoted. */
export function cleanName(name: string, most: number): string {
  const { text } = cleanText(name, most)
  return /^[a-z]\d+$/.test(text) ? `"${text}"` : text
}

/** Tokens that a text costs, guessed from its bytes; a little more than tokenizers of today take for English and JSON. */
export const estimateTokens = (text: string): number => Math.ceil(new TextEncoder().encode(text).length / 3.6)
