/** Where something stands in a text: from its first character to the one after its last. */
export type Range = readonly [start: number, end: number]

/** How often what was decoded is decoded again. */
const mostRounds = 3

/** A longer text that holds something encoded is hidden as a whole: to tell where takes too long for one turn of a server. */
const mostMapped = 65_536

/** What is looked for in decoded text, which is given as bytes: one character below 256 for each. */
export interface Search {
  readonly find: (bytes: string) => readonly Range[]
  /** No shorter token is decoded: it could hold nothing that is looked for. */
  readonly shortest: number
}

/**
 * Tells where a text holds something in an encoded form: what comes out of decoding percent and HTML entities, escapes of
 * JSON, base64 and hex, each in each, three rounds deep, is searched. Whatever is not encoded at all is for the caller to
 * find. A text of more than 65,536 characters is one place. Linear in the length of the text.
 */
export function hiddenRanges({ find, shortest }: Search): (text: string) => readonly Range[] {
  const base64 = new RegExp(`[\\w+/-]{${Math.ceil((shortest * 4) / 3)},}={0,2}`, 'g')
  const hex = new RegExp(`(?:[\\da-f]{2}){${shortest},}`, 'gi')
  const mayHide = new RegExp(`${mayEscape.source}|${base64.source}|${hex.source}`, 'i')
  const decode = (bytes: string): readonly string[] => [
    ...unescapedTexts(bytes),
    ...decodedTexts(bytes, base64, 'base64'),
    ...decodedTexts(bytes, hex, 'hex'),
  ]
  return (text) => {
    if (!mayHide.test(text) || !isHeld(bytesOf(text), { decode, find })) return []
    if (text.length > mostMapped) return [[0, text.length]]
    const views: { readonly view: View; readonly round: number }[] = [{ view: viewOf(text), round: 0 }]
    const found: Range[] = []
    for (const { view, round } of views) {
      if (round > 0) found.push(...find(view.bytes).map((range) => sourceOf(view, range)))
      if (round === mostRounds) continue
      const next = [unescaped(view), decoded(view, base64, 'base64'), decoded(view, hex, 'hex')]
      for (const inner of next) if (inner !== undefined) views.push({ view: inner, round: round + 1 })
    }
    // Whatever the faster look has seen is hidden, if need be with all that is around it.
    return found.length > 0 ? found : [[0, text.length]]
  }
}

interface Decoding {
  readonly decode: (bytes: string) => readonly string[]
  readonly find: Search['find']
}

/** Whether anything is there at all, without saying where: that is many times faster. */
function isHeld(bytes: string, { decode, find }: Decoding): boolean {
  let round = [bytes]
  for (let count = 0; count < mostRounds; count += 1) {
    round = round.flatMap(decode)
    if (round.some((view) => find(view).length > 0)) return true
  }
  return false
}

/** As in `unescaped`; runs of one escape are decoded at once. */
function unescapedTexts(bytes: string): readonly string[] {
  if (!mayEscape.test(bytes)) return []
  const parts: string[] = []
  let at = 0
  for (const match of bytes.matchAll(escapeRun)) {
    const value = valueOf(match)
    if (value === undefined) continue
    parts.push(bytes.slice(at, match.index), value)
    at = match.index + match[0].length
  }
  return at === 0 ? [] : [parts.join('') + bytes.slice(at)]
}

/** As in `decoded`. */
function decodedTexts(bytes: string, token: RegExp, encoding: 'base64' | 'hex'): readonly string[] {
  const tokens = bytes.match(token)
  if (tokens === null) return []
  return [tokens.map((found) => `${Buffer.from(found, encoding).toString('latin1')}\n`).join('')]
}

/** The text with something else in each place. */
export function replaceRanges(text: string, ranges: readonly Range[], shown: string): string {
  if (ranges.length === 0) return text
  const parts: string[] = []
  let at = 0
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (end <= at) continue
    // What overlaps is one place.
    if (start >= at) parts.push(text.slice(at, start), shown)
    at = end
  }
  return parts.join('') + text.slice(at)
}

/** Bytes, and for each of them what it was made of in the source; each of itself where that is not said. */
interface View {
  readonly bytes: string
  readonly starts?: Uint32Array
  readonly ends?: Uint32Array
}

class ViewBuilder {
  readonly #parts: string[] = []
  readonly #starts: number[] = []
  readonly #ends: number[] = []

  add(bytes: string, [start, end]: Range): void {
    this.#parts.push(bytes)
    for (let count = 0; count < bytes.length; count += 1) {
      this.#starts.push(start)
      this.#ends.push(end)
    }
  }

  /** Bytes that stay as they are. */
  copy(view: View, [start, end]: Range): void {
    this.#parts.push(view.bytes.slice(start, end))
    for (let at = start; at < end; at += 1) {
      this.#starts.push(startOf(view, at))
      this.#ends.push(endOf(view, at))
    }
  }

  result(): View {
    return {
      bytes: this.#parts.join(''),
      starts: Uint32Array.from(this.#starts),
      ends: Uint32Array.from(this.#ends),
    }
  }
}

const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

function viewOf(text: string): View {
  if (isAscii.test(text)) return { bytes: text }
  const view = new ViewBuilder()
  let at = 0
  for (const character of text) {
    view.add(character < '\u0080' ? character : bytesOf(character), [at, at + character.length])
    at += character.length
  }
  return view.result()
}

const isAscii = /^[\u0000-\u007f]*$/

const startOf = ({ starts }: View, at: number): number => (starts === undefined ? at : (starts[at] ?? 0))
const endOf = ({ ends }: View, at: number): number => (ends === undefined ? at + 1 : (ends[at] ?? 0))

const sourceOf = (view: View, [start, end]: Range): Range => [startOf(view, start), endOf(view, end - 1)]

const mayEscape = /%[\da-f]{2}|&[#a-z]|\\["'/\\ux]/i
const escape =
  /%([\da-f]{2})|&#(\d{1,7});?|&#x([\da-f]{1,6});?|&([a-z]{2,6});|\\u([\da-f]{4})|\\x([\da-f]{2})|\\(["'/\\])/gi
const escapeRun = new RegExp(escape.source.replace('%([\\da-f]{2})', '((?:%[\\da-f]{2})+)'), 'gi')

function unescaped(view: View): View | undefined {
  const { bytes } = view
  if (!mayEscape.test(bytes)) return undefined
  const next = new ViewBuilder()
  let at = 0
  for (const match of bytes.matchAll(escape)) {
    const value = valueOf(match)
    if (value === undefined) continue
    const end = match.index + match[0].length
    next.copy(view, [at, match.index])
    next.add(value, sourceOf(view, [match.index, end]))
    at = end
  }
  if (at === 0) return undefined
  next.copy(view, [at, bytes.length])
  return next.result()
}

/** The bytes that an escape stands for; undefined for what is none. */
function valueOf(match: readonly (string | undefined)[]): string | undefined {
  const [, percent, decimal, hexadecimal, entity, unicode, hex, plain] = match
  if (percent !== undefined) return Buffer.from(percent.replaceAll('%', ''), 'hex').toString('latin1')
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
  if (plain !== undefined) return plain
  if (entity !== undefined) return entities.get(entity.toLowerCase())
  const code = Number.parseInt(decimal ?? hexadecimal ?? unicode ?? '', decimal === undefined ? 16 : 10)
  return code <= 0x10ffff ? bytesOf(String.fromCodePoint(code)) : undefined
}

/** The tokens of an encoding, decoded, each apart from the next one. What is found in one is the whole token. */
function decoded(view: View, token: RegExp, encoding: 'base64' | 'hex'): View | undefined {
  if (view.bytes.search(token) === -1) return undefined
  const next = new ViewBuilder()
  for (const { 0: found, index } of view.bytes.matchAll(token)) {
    const source = sourceOf(view, [index, index + found.length])
    next.add(`${Buffer.from(found, encoding).toString('latin1')}\n`, source)
  }
  return next.result()
}

/** The signs of ASCII by their names in HTML. */
const entities: ReadonlyMap<string, string> = new Map([
  ['excl', '!'],
  ['quot', '"'],
  ['num', '#'],
  ['dollar', '$'],
  ['percnt', '%'],
  ['amp', '&'],
  ['apos', "'"],
  ['lpar', '('],
  ['rpar', ')'],
  ['ast', '*'],
  ['midast', '*'],
  ['plus', '+'],
  ['comma', ','],
  ['period', '.'],
  ['sol', '/'],
  ['colon', ':'],
  ['semi', ';'],
  ['lt', '<'],
  ['equals', '='],
  ['gt', '>'],
  ['quest', '?'],
  ['commat', '@'],
  ['lsqb', '['],
  ['lbrack', '['],
  ['bsol', '\\'],
  ['rsqb', ']'],
  ['rbrack', ']'],
  ['hat', '^'],
  ['lowbar', '_'],
  ['grave', '`'],
  ['lcub', '{'],
  ['lbrace', '{'],
  ['verbar', '|'],
  ['vert', '|'],
  ['rcub', '}'],
  ['rbrace', '}'],
])
