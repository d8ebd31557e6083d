/** One promise of SECURITY.md: a heading `### 4. Name`, words, and a list of what holds it or what is missing. */
export interface SecurityPromise {
  readonly number: number
  readonly words: string
  readonly holders: readonly PromiseHolder[]
  /** What does not hold yet, a sentence each. */
  readonly missing: readonly string[]
  /** Items of the list that are neither. */
  readonly unread: readonly string[]
}

/** `- \`path/of.test.ts\`: "part of a title", "part of another one"`. */
export interface PromiseHolder {
  readonly file: string
  readonly titles: readonly string[]
}

/** Reads every promise in the order of the document. What stands under other headings is passed over. */
export function readPromises(document: string): readonly SecurityPromise[] {
  return document.split(/^(?=#{1,6} )/m).flatMap((section) => {
    const [heading = '', ...lines] = section.split('\n')
    const number = /^### (\d+)\. \S/.exec(heading)?.[1]
    return number === undefined ? [] : [readPromise(Number(number), lines)]
  })
}

function readPromise(number: number, lines: readonly string[]): SecurityPromise {
  const items = lines.join('\n').split(/\n(?=- )/)
  const [words = '', ...list] = items.map((item) => item.replace(/\s+/g, ' ').trim())
  const holders: PromiseHolder[] = []
  const missing: string[] = []
  const unread: string[] = []
  for (const item of list) {
    const holder = readHolder(item)
    const open = /^- Not yet: (.+)$/.exec(item)?.[1]
    if (holder !== undefined) holders.push(holder)
    else if (open !== undefined) missing.push(open)
    else unread.push(item)
  }
  return { number, words, holders, missing, unread }
}

function readHolder(item: string): PromiseHolder | undefined {
  const [, file, quoted] = /^- `([^`]+)`: ((?:"[^"]+")(?:, "[^"]+")*)\.?$/.exec(item) ?? []
  if (file === undefined || quoted === undefined) return undefined
  return { file, titles: [...quoted.matchAll(/"([^"]+)"/g)].flatMap(([, title]) => title ?? []) }
}
