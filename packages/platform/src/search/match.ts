import { fold } from './fold.ts'

/** Something that is found by its names, and by words that stand beside it. */
export interface Findable {
  /** What it is called, best first: a title, then a name. */
  readonly names: readonly Name[]
  /** Folded text in which words count as well, but less. */
  readonly beside: string
}

export interface Name {
  readonly text: string
  readonly folded: string
}

/** From and to, in UTF-16 code units. */
export type Span = readonly [from: number, to: number]

export interface Match {
  /** The name that fits best. */
  readonly label: string
  /** 0 is best: equal, begins so, at beginnings of words, inside words; then likewise with other words beside the name. */
  readonly rank: number
}

export interface Query {
  /** Folded, of which every one must occur. */
  readonly words: readonly string[]
  /** Folded words of what everything here is part of: they need not occur again. */
  readonly around: string
  /** `name`: one word at least stands in a name; `anywhere`: in a name or beside it. */
  readonly holds: 'name' | 'anywhere'
}

/** What every name that was matched only beside is worse than. */
const besideRank = 4
const nothingInName = 2 * besideRank

export const toName = (text: string): Name => {
  const folded = fold(text)
  // Most names of machines are folded as they are: one string instead of two.
  return { text, folded: folded === text ? text : folded }
}

/** How well something fits; undefined when it does not. */
export function match({ names, beside }: Findable, query: Query): Match | undefined {
  let best: Match | undefined
  for (const name of names) {
    const found = matchName(name, beside, query)
    if (found !== undefined && (best === undefined || found.rank < best.rank)) best = found
  }
  return best
}

function matchName({ text, folded }: Name, beside: string, query: Query): Match | undefined {
  const inName: string[] = []
  let areBeside = 0
  for (const word of query.words) {
    if (folded.includes(word)) inName.push(word)
    else if (beside.includes(word)) areBeside += 1
    else if (!query.around.includes(word)) return undefined
  }
  if (inName.length === 0)
    return query.holds === 'anywhere' && areBeside > 0 ? { label: text, rank: nothingInName } : undefined
  const rank = rankOf({ text, folded }, inName)
  return { label: text, rank: inName.length === query.words.length ? rank : rank + besideRank }
}

/** How well words that all occur fit a name. */
function rankOf(name: Name, words: readonly string[]): number {
  const whole = words.join(' ')
  if (name.folded.startsWith(whole)) return name.folded.length === whole.length ? 0 : 1
  return words.every((word) => placeOf(name, word).isStart) ? 2 : 3
}

/** Where words stand in a label, from the front to the back; a word that does not stand there is beside it. */
export function highlight(label: string, words: readonly string[]): readonly Span[] {
  const name = toName(label)
  const inName = words.filter((word) => name.folded.includes(word))
  const whole = inName.join(' ')
  if (whole !== '' && name.folded.startsWith(whole)) return [[0, whole.length]]
  return merge(
    inName.map((word): Span => {
      const { at } = placeOf(name, word)
      return [at, at + word.length]
    }),
  )
}

/** The first place where a word begins with it, or else the first place. */
function placeOf({ text, folded }: Name, word: string): { at: number; isStart: boolean } {
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1))
    if (isWordStart(text, at)) return { at, isStart: true }
  return { at: folded.indexOf(word), isStart: false }
}

/** `created_at`, `created at` and `createdAt` are two words each. */
function isWordStart(text: string, at: number): boolean {
  const before = kindOf(text, at - 1)
  return before === 'none' || (kindOf(text, at) === 'upper' && before === 'other')
}

/** Whether a code unit is of a word; those of other alphabets are asked of tables, which takes longer. */
function kindOf(text: string, at: number): 'none' | 'upper' | 'other' {
  const code = text.charCodeAt(at)
  if (code >= 128) {
    const unit = text.charAt(at)
    if (/\p{Lu}/u.test(unit)) return 'upper'
    return /[\p{L}\p{N}]/u.test(unit) ? 'other' : 'none'
  }
  if (code >= 65 && code <= 90) return 'upper'
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) ? 'other' : 'none'
}

/** In order, what touches or overlaps as one. */
function merge(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = []
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1)
    if (last === undefined || from > last[1]) merged.push([from, to])
    else merged[merged.length - 1] = [last[0], Math.max(last[1], to)]
  }
  return merged
}
