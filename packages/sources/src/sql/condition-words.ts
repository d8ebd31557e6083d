/** One word of a condition as a server writes it; keywords and plain names are words, quoted ones names. */
export interface Word {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'mark'
  readonly text: string
}

/** How a server spells names and texts. */
export interface Spelling {
  readonly quote: '"' | '`'
  /** A backslash in a text takes the next character as it is. */
  readonly hasEscapes: boolean
}

export const spellings = {
  postgres: { quote: '"', hasEscapes: false },
  mysql: { quote: '`', hasEscapes: true },
} as const satisfies { readonly [dialect: string]: Spelling }

const longest = 10_000
const marks = /::|<=>|<>|<=|>=|!=|\|\||&&|[-+*/%<>=(),[\].~!|&^#@]/y
const number = /\d+(?:\.\d+)?/y
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy

/** The words of a condition, in order. Undefined when it is too long or holds what no server writes plainly. */
export function readWords(condition: string, spelling: Spelling): readonly Word[] | undefined {
  if (condition.length > longest) return undefined
  const words: Word[] = []
  for (let at = 0; at < condition.length; ) {
    const next = nextWord(condition, at, spelling)
    if (next === undefined) return undefined
    if (next.word !== undefined) words.push(next.word)
    at = next.end
  }
  return words
}

interface Found {
  readonly word?: Word
  readonly end: number
}

function nextWord(text: string, at: number, spelling: Spelling): Found | undefined {
  const first = text[at] ?? ''
  if (/\s/.test(first)) return { end: at + 1 }
  if (first === spelling.quote) return quoted(text, at, { kind: 'name', mark: first, hasEscapes: false })
  if (first === "'") return quoted(text, at, { kind: 'text', mark: first, hasEscapes: spelling.hasEscapes })
  const plain = match(word, text, at)
  if (plain !== undefined) return afterWord(text, { word: plain, end: at + plain.length }, spelling)
  const digits = match(number, text, at)
  if (digits !== undefined) return { word: { kind: 'number', text: digits }, end: at + digits.length }
  const mark = match(marks, text, at)
  return mark === undefined ? undefined : { word: { kind: 'mark', text: mark }, end: at + mark.length }
}

/** `E'...'` escapes, `_utf8mb4'...'` names the letters of a text; other words before a text make something else of it. */
function afterWord(
  text: string,
  { word: plain, end }: { readonly word: string; readonly end: number },
  spelling: Spelling,
): Found | undefined {
  if (text[end] !== "'") return { word: { kind: 'word', text: plain }, end }
  if (plain === 'E') return quoted(text, end, { kind: 'text', mark: "'", hasEscapes: true })
  return spelling.hasEscapes && plain.startsWith('_') ? { end } : undefined
}

function quoted(
  text: string,
  start: number,
  {
    kind,
    mark,
    hasEscapes,
  }: { readonly kind: Word['kind']; readonly mark: string; readonly hasEscapes: boolean },
): Found | undefined {
  let content = ''
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at] ?? ''
    const next = text[at + 1] ?? ''
    if (character === mark && next !== mark) return { word: { kind, text: content }, end: at + 1 }
    const isPair = character === mark || (hasEscapes && character === '\\')
    content += isPair ? next : character
    if (isPair) at += 1
  }
  return undefined
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
