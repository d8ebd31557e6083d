import type { Origin, Origins } from './column-classes.ts'

/** A column by its names. */
export const mysqlColumnKey = (schema: string, table: string, column: string): string =>
  JSON.stringify([schema, table, column])

/** The columns of each table of the connected database. */
export interface MysqlNames {
  readonly schema: string
  readonly tables: ReadonlyMap<string, ReadonlySet<string>>
}

/** What a generated column is made of: every column of its table that its expression names, quoted or not. */
export function expressionOrigins(expression: string, table: string, names: MysqlNames): Origins {
  const own = names.tables.get(table)
  const named = wordsOf(expression).flatMap(({ kind, text }) => (kind === 'mark' ? [] : [text]))
  const columns = [...(own ?? [])].filter((column) =>
    named.some((word) => word.toLowerCase() === column.toLowerCase()),
  )
  return { of: 'all', columns: columns.map((column) => originOf(names.schema, table, column)) }
}

/**
 * What the columns of a view are made of, in their order, read from the definition as the server writes it: names quoted
 * and said in full. A column whose names lead nowhere, and all of them where there is a query within the query, is made of
 * `some` of what the definition names. `count` is how many columns the view has.
 */
export function viewOrigins(definition: string, count: number, names: MysqlNames): readonly Origins[] {
  const words = wordsOf(definition)
  const some: Origins = { of: 'some', columns: allNamed(words, names) }
  const { items, from } = splitQuery(words)
  const isPlain = words.filter((word) => isWord(word, 'select')).length === 1 && items.length === count
  if (!isPlain) return Array.from({ length: count }, () => some)
  const tables = tablesOf(from)
  return items.map((item) => {
    const columns = chainsOf(item).map((chain) => originOfChain(chain, tables, names))
    const found = columns.filter((column) => column !== undefined)
    return found.length === columns.length ? { of: 'all', columns: found } : some
  })
}

interface Word {
  readonly kind: 'name' | 'word' | 'mark'
  readonly text: string
}

/** Texts are left out: a name in a text names nothing. A server writes texts in single quotes only. */
function wordsOf(sql: string): readonly Word[] {
  const pattern = /'(?:[^'\\]|\\.|'')*'|`((?:[^`]|``)*)`|"((?:[^"]|"")*)"|([\p{L}\p{N}_$]+)|(\S)/gsu
  return [...sql.matchAll(pattern)].flatMap(([, name, ansi, word, mark]): readonly Word[] => {
    if (name !== undefined) return [{ kind: 'name', text: name.replaceAll('``', '`') }]
    if (ansi !== undefined) return [{ kind: 'name', text: ansi.replaceAll('""', '"') }]
    if (word !== undefined) return [{ kind: 'word', text: word }]
    return mark === undefined ? [] : [{ kind: 'mark', text: mark }]
  })
}

const isWord = (word: Word | undefined, text: string): boolean =>
  word?.kind === 'word' && word.text.toLowerCase() === text
const isMark = (word: Word | undefined, text: string): boolean => word?.kind === 'mark' && word.text === text

interface Query {
  readonly items: readonly (readonly Word[])[]
  readonly from: readonly Word[]
}

/** The list of a query by its commas, without the names that it gives, and what follows it. */
function splitQuery(words: readonly Word[]): Query {
  const items: Word[][] = [[]]
  let depth = 0
  let at = 1
  for (; at < words.length; at += 1) {
    const word = words[at]
    if (word === undefined || (depth === 0 && isWord(word, 'from'))) break
    if (isMark(word, '(')) depth += 1
    if (isMark(word, ')')) depth -= 1
    if (depth === 0 && isMark(word, ',')) items.push([])
    else items.at(-1)?.push(word)
  }
  return { items: items.map(withoutAlias), from: words.slice(at + 1) }
}

const withoutAlias = (item: readonly Word[]): readonly Word[] =>
  isWord(item.at(-2), 'as') ? item.slice(0, -2) : item

interface Chain {
  readonly names: readonly string[]
  /** Where it ends among the words. */
  readonly end: number
}

/** Names joined by dots; a name that needs no quotes may stand without them, but for a name alone. */
function chainsOf(words: readonly Word[]): readonly Chain[] {
  const chains: Chain[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]
    if (!isNameLike(word)) continue
    const names = [word.text]
    for (let next = words[at + 2]; isMark(words[at + 1], '.') && isNameLike(next); next = words[at + 2]) {
      names.push(next.text)
      at += 2
    }
    if (word.kind === 'name' || names.length > 1) chains.push({ names, end: at })
  }
  return chains
}

const isNameLike = (word: Word | undefined): word is Word =>
  word !== undefined && word.kind !== 'mark' && (word.kind === 'name' || !/^\d+$/.test(word.text))

type TablePlace = readonly [schema: string, table: string]

/**
 * What stands for a table: what follows its name, or its own name. What follows may be a word of SQL; no column is said to be
 * of that. A table is named before the conditions that use it.
 */
function tablesOf(from: readonly Word[]): ReadonlyMap<string, TablePlace> {
  const aliases = new Map<string, TablePlace>()
  const own = new Map<string, TablePlace>()
  for (const { names, end } of chainsOf(from)) {
    const [schema, table] = names
    if (names.length !== 2 || schema === undefined || table === undefined) continue
    const next = from[end + 1]
    if (isNameLike(next) && !aliases.has(next.text)) aliases.set(next.text, [schema, table])
    if (next?.kind !== 'name' && !own.has(table)) own.set(table, [schema, table])
  }
  return new Map([...own, ...aliases])
}

/** Undefined when the chain is no column of a table that the query names. */
function originOfChain(
  { names: chain }: Chain,
  tables: ReadonlyMap<string, TablePlace>,
  names: MysqlNames,
): Origin | undefined {
  const [column, table, schema] = [...chain].reverse()
  if (column === undefined || table === undefined) return undefined
  const [inSchema, inTable] = schema === undefined ? (tables.get(table) ?? []) : [schema, table]
  if (inSchema === undefined || inTable === undefined) return undefined
  const isForeign = inSchema !== names.schema
  const isKnown = isForeign || names.tables.get(inTable)?.has(column) === true
  return isKnown ? originOf(inSchema, inTable, column) : undefined
}

/** Every column that the definition may name: of a table that it names, or by its name alone. */
function allNamed(words: readonly Word[], { schema, tables }: MysqlNames): readonly Origin[] {
  const named = [...new Set(words.flatMap(({ kind, text }) => (kind === 'mark' ? [] : [text])))]
  return named.flatMap((column) => {
    const found = named.filter((table) => tables.get(table)?.has(column))
    return found.length === 0
      ? [originOf('', '', column)]
      : found.map((table) => originOf(schema, table, column))
  })
}

const originOf = (schema: string, table: string, column: string): Origin => ({
  key: mysqlColumnKey(schema, table, column),
  name: column,
})
