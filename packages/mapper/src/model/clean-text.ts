/** Text of a provider made fit for a prompt. */
export interface CleanedText {
  readonly text: string
  /** It read like an order to whoever reads it and was left out. */
  readonly isFlagged: boolean
}

/** Controls, bidi marks, zero width and tag characters: they hide text from a reader. */
const hidden = /[\p{Cc}\p{Cf}\u2028\u2029]|[\u{fe00}-\u{fe0f}]|[\u{e0100}-\u{e01ef}]/gu

/** What descriptions of fields do not say, and orders to a model do. Leaving a harmless text out costs little. */
const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|above|previous|prior)\b/i,
  /\b(?:system|assistant|developer|user)\s*:/i,
  /<\s*\/?\s*(?:important|system|instructions?|assistant|tool|catalog|arguments|fields)\b/i,
  /\b(?:you (?:must|should|are now|will now)|always (?:map|call|use|set|fill|send)|instead of the goal)\b/i,
  /\b(?:api[ _-]?key|credentials?|passwords?|secrets?|tokens?)\b.{0,60}\b(?:from the connection|in(?:to)? this field|fill|send|copy)\b/i,
  /\b(?:fill(?:ed)?|set|send|copy)\b.{0,60}\b(?:api[ _-]?key|credentials?|passwords?|secret)\b/i,
  /\bhttps?:\/\/\S+.{0,20}(?:webhook|callback)?\b.{0,40}\b(?:set|send|post|map)\b/i,
  /\b(?:set|send|post|map)\b.{0,60}\bhttps?:\/\//i,
]

/**
 * A provider's text in one line of at most `most` characters, without hidden characters and markup. Text that gives
 * orders is dropped whole: what a model reads is written by strangers.
 */
export function cleanText(text: string, most: number): CleanedText {
  const plain = text.normalize('NFKC').replaceAll(hidden, ' ').replaceAll(/\s+/g, ' ').trim()
  if (orders.some((pattern) => pattern.test(plain.slice(0, 2_000)))) return { text: '', isFlagged: true }
  const bare = plain
    .replaceAll(/[<>`|]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return { text: bare.length > most ? `${bare.slice(0, most - 1)}…` : bare, isFlagged: false }
}

/** Tokens that a text costs, guessed from its bytes; a little more than tokenizers of today take for English and JSON. */
export const estimateTokens = (text: string): number => Math.ceil(new TextEncoder().encode(text).length / 3.6)
