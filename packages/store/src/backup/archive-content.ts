import { isJsonArray, type Json, parseJson } from '@bindery/model'
import { StringDecoder } from 'node:string_decoder'
import { z } from 'zod'
import { damaged } from './open-archive.ts'

// What an archive holds are lines of JSON: the manifest, then for each table its head, its rows and how many those were, and at
// the end how much it was in all. A row is a list of texts, one for each column, as the database writes them.

/** What an archive is of. */
export const Manifest = z.strictObject({
  kind: z.literal('backup'),
  madeAt: z.iso.datetime(),
  /** Of Bindery. */
  version: z.string(),
  engine: z.string(),
  /** The epoch of the store, 1 for one that was never restored. */
  epoch: z.int(),
  /** Steps of the schema, in the order in which they ran. */
  migrations: z.array(z.string()),
})
export type Manifest = z.output<typeof Manifest>

const TableHead = z.strictObject({
  kind: z.literal('table'),
  table: z.string(),
  columns: z.array(z.string()),
})
export type TableHead = z.output<typeof TableHead>

const TableEnd = z.strictObject({ kind: z.literal('end'), table: z.string(), rows: z.int() })
const Whole = z.strictObject({ kind: z.literal('whole'), tables: z.int(), rows: z.int() })

const Mark = z.discriminatedUnion('kind', [Manifest, TableHead, TableEnd, Whole])
export type Mark = z.output<typeof Mark>

/** Characters of a line, at most: more than the database takes for a row. */
const mostLine = 512 * 1024 * 1024

/** The marks of an archive and, as they stand, its rows between them. */
export type Part = { readonly kind: 'row'; readonly text: string } | Mark

/** Reads what an archive holds, part by part. Throws `backup_damaged`. */
export async function* readParts(content: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  for await (const line of linesOf(content))
    yield line.startsWith('[') ? { kind: 'row', text: line } : toMark(line)
}

async function* linesOf(content: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let begun: string[] = []
  let length = 0
  for await (const block of content) {
    const lines = decoder.write(block).split('\n')
    const rest = lines.pop() ?? ''
    for (const line of lines) {
      yield begun.length === 0 ? line : begun.join('') + line
      begun = []
      length = 0
    }
    if (rest !== '') begun.push(rest)
    length += rest.length
    if (length > mostLine) throw unreadable()
  }
  if (begun.length > 0) throw unreadable()
}

function toMark(line: string): Mark {
  const mark = Mark.safeParse(jsonOf(line))
  if (mark.success) return mark.data
  throw unreadable(mark.error)
}

function jsonOf(line: string): Json | undefined {
  try {
    return parseJson(line)
  } catch {
    return undefined
  }
}

/** A row that is a list and no more than that; what is in it the database judges. */
export const isRow = (text: string): boolean => {
  const row = jsonOf(text)
  return row !== undefined && isJsonArray(row)
}

export const unreadable = (cause?: unknown) =>
  damaged('unreadable', 'The backup holds what this version of Bindery cannot read.', cause)
