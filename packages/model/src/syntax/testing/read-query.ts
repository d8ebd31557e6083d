/** A piece of a query as a small reader of its own understands it: the value of a literal, or one sign outside of them. */
export type Token = { readonly value: string } | { readonly sign: string }

/** How a language ends and escapes a quoted text, from its public documentation and from nothing of ours. */
export interface QuotesOf {
  readonly quotes: readonly string[]
  /** Doubled quotes, or a backslash before one of these signs. */
  readonly escapes: 'doubled' | 'none' | RegExp
  /** Signs that mean something even within quotes. */
  readonly special?: RegExp
  /** A backslash outside of quotes takes the next sign. */
  readonly hasEscapes?: true
  /** What else begins something that ends with the same sign. */
  readonly patterns?: string
}

/** Reads a whole query; throws for what its language would refuse. */
export function readQuery(text: string, of: QuotesOf): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; ) {
    const sign = text.charAt(at)
    if (of.hasEscapes === true && sign === '\\') {
      tokens.push({ sign: text.slice(at, at + 2) })
      at += 2
    } else if (of.quotes.includes(sign) || sign === of.patterns) {
      const { value, end } = readLiteral(text, at, of)
      tokens.push(sign === of.patterns ? { sign: text.slice(at, end) } : { value })
      at = end
    } else {
      tokens.push({ sign })
      at += 1
    }
  }
  return tokens
}

function readLiteral(text: string, from: number, { escapes, special }: QuotesOf) {
  const quote = text.charAt(from)
  let value = ''
  for (let at = from + 1; at < text.length; at++) {
    const sign = text.charAt(at)
    const next = text.charAt(at + 1)
    if (sign === quote) {
      if (escapes !== 'doubled' || next !== quote) return { value, end: at + 1 }
      value += quote
      at += 1
    } else if (escapes instanceof RegExp && sign === '\\') {
      if (!escapes.test(next)) throw new Error('An escape that the language does not know.')
      value += next
      at += 1
    } else {
      if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(sign)) throw new Error('A control character.')
      if (special?.test(sign) === true) throw new Error('A sign that means something within quotes.')
      value += sign
    }
  }
  throw new Error('A text that does not end.')
}
