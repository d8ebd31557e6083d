/** What can stand at a place of an expression. */
export interface ExpressionPlace {
  /** Where what is being written begins. */
  readonly from: number
  readonly word: string
  /** `nothing` inside of a text or a comment. */
  readonly offers: 'anything' | 'functions' | 'nothing'
  /** The fields from the value to what the place is in; undefined where nobody can tell without computing it. */
  readonly path: readonly string[] | undefined
  /** It stands behind a dot: a field is meant, not a new expression. */
  readonly isStep: boolean
}

type Path = readonly string[] | undefined

/** Between brackets names are those of what stands before them. */
interface Level {
  /** What a name is looked for in. */
  readonly base: Path
  /** What stood before the bracket, to go on with behind it. */
  readonly after: Path
}

const token =
  /\s+|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$)|`[^`]*(?:`|$)|\$*[\p{L}_][\p{L}\p{N}_]*|\$+|\d+(?:\.\d+)?|[\s\S]/gu

/** Reads an expression up to `place`, as far as it takes to know what may stand there. Never throws. */
export function placeAt(text: string, place: number): ExpressionPlace {
  const reader = new PlaceReader()
  let last = { text: '', index: place }
  for (const { 0: part, index } of text.slice(0, place).matchAll(token)) {
    reader.read(last.text)
    last = { text: part, index }
  }
  if (isWord(last.text))
    return { ...reader.place(), ...offerOf(last.text), from: last.index, word: last.text }
  const isClosed = !isOpenText(last.text)
  reader.read(last.text)
  return { ...reader.place(), offers: isClosed ? 'anything' : 'nothing', from: place, word: '' }
}

const isWord = (text: string): boolean => /^[\p{L}_$`]/u.test(text) && !/^`[^`]*`$/.test(text)

const offerOf = (word: string): Pick<ExpressionPlace, 'offers'> => ({
  offers: word.startsWith('$') ? 'functions' : 'anything',
})

function isOpenText(text: string): boolean {
  if (text.startsWith('/*')) return !text.endsWith('*/')
  return /^["']/.test(text) && (text.length === 1 || text.at(-1) !== text[0])
}

class PlaceReader {
  readonly #levels: Level[] = []
  #base: Path = []
  /** Where what was written last leads; undefined for what is no path. */
  #chain: Path = undefined
  #isAfterDot = false

  place(): Pick<ExpressionPlace, 'path' | 'isStep'> {
    return { path: this.#isAfterDot ? this.#chain : this.#base, isStep: this.#isAfterDot }
  }

  read(part: string): void {
    if (part.trim() === '' || part.startsWith('/*')) return
    if (part === '.') this.#isAfterDot = true
    else if (part === '^') return
    else if ('[({'.includes(part)) this.#open(part)
    else if ('])}'.includes(part)) this.#close(part)
    else this.#operand(part)
  }

  #operand(part: string): void {
    const from = this.#isAfterDot ? this.#chain : this.#base
    this.#isAfterDot = false
    if (part === '$') this.#chain = this.#base
    else if (part === '$$') this.#chain = []
    else if (/^[\p{L}_`]/u.test(part)) this.#chain = from && [...from, part.replaceAll('`', '')]
    else this.#chain = undefined
  }

  /** A bracket behind a path is about what the path leads to; any other begins a new expression. */
  #open(part: string): void {
    const isAbout = this.#chain !== undefined || this.#isAfterDot
    this.#levels.push({ base: this.#base, after: part === '[' ? this.#chain : undefined })
    if (isAbout) this.#base = this.#chain
    this.#chain = undefined
    this.#isAfterDot = false
  }

  #close(part: string): void {
    const level = this.#levels.pop()
    this.#base = level?.base ?? []
    this.#chain = part === ']' ? level?.after : undefined
    this.#isAfterDot = false
  }
}
