import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { IndexedColumn, IndexStatistics } from '@bindery/model/tables'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'

/** One table per way to index a text: the type of its column, and what is indexed of it. */
const tables = {
  postgres: [
    ['plain', 'text', '(v)'],
    ['icu', 'text collate "en-x-icu"', '(v)'],
    ['bytes', 'text collate "C"', '(v)'],
    ['posix', 'varchar(20) collate "POSIX"', '(v)'],
    ['padded', 'char(20) collate "C"', '(v)'],
    ['unpadded', 'char(20) collate "en-x-icu"', '(v)'],
    ['named', 'name', '(v)'],
    ['beginnings', 'text collate "en-x-icu"', '(v text_pattern_ops)'],
    ['short_beginnings', 'varchar(20)', '(v varchar_pattern_ops)'],
    ['padded_beginnings', 'char(20)', '(v bpchar_pattern_ops)'],
    ['byte_beginnings', 'text collate "C"', '(v text_pattern_ops)'],
    ['other', 'text collate "en-x-icu"', '(v collate "C")'],
    ['hashed', 'text collate "C"', 'using hash (v)'],
    ['down', 'text collate "C"', '(v desc)'],
  ],
  mysql: [
    ['plain', 'varchar(20)', '(v)'],
    ['bytes', 'varchar(20) collate utf8mb4_bin', '(v)'],
    ['padded', 'char(20)', '(v)'],
    ['cut', 'varchar(20)', '(v(4))'],
    ['wide', 'text', '(v(4))'],
    ['little', 'tinytext', '(v(4))'],
  ],
} as const

const indexed = (dialect: 'postgres' | 'mysql'): string =>
  tables[dialect]
    .map(
      ([name, type, index]) => `create table ${name} (v ${type}, w int);
        create index ${name}_v on ${name} ${index};
        insert into ${name} values ('aa', 1), ('ab', 1), ('abc', 1), ('b', 1), ('c', 1), ('d', 1), ('e', 1), ('f', 1);`,
    )
    .join('\n')

const conditions = { equality: "v = 'ab'", between: "v > 'ab'", prefix: "v like 'ab%'" }
/** As a search writes it, for which blanks at the end of a character(n) mean nothing. */
const paddedPrefix = "v::text like 'ab%'"

describe.each(['postgres', 'mysql'] as const)('an index of a text in %s', async (dialect) => {
  const server = await findServer(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let known: ReadonlyMap<string, IndexStatistics>
    /** The plan of a query, by a planner that would rather use the index than not. */
    const plan = async (table: string, rest: string): Promise<string> => {
      const hint = dialect === 'mysql' ? `force index (${table}_v)` : ''
      const { rows } = await database.run(`explain select w from ${table} ${hint} ${rest}`)
      return rows.flat().join(' ')
    }
    const isServed = async (table: string, condition: string): Promise<boolean> =>
      /Index Cond|\b(?:range|ref)\b/.test(await plan(table, `where ${condition}`))
    const isPadded = (table: string): boolean =>
      dialect === 'postgres' &&
      tables.postgres.some(([name, type]) => name === table && type.startsWith('char('))
    const isOrdered = async (table: string): Promise<boolean> =>
      !/Sort|filesort/.test(await plan(table, 'order by v limit 1'))

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(indexed(dialect))
      const connection = database.connect()
      const { statistics } = await (await loadAdapter(dialect)).introspect(
        connection,
        AbortSignal.timeout(60_000),
      )
      known = new Map(
        statistics?.tables.flatMap(({ object, indexes }) => indexes.map((index) => [object, index])),
      )
      if (dialect === 'postgres') await database.run("select set_config('enable_seqscan', 'off', false)")
    })
    afterAll(() => database.drop())

    test.each(tables[dialect].map(([table]) => table))('serves what is said of it: %s', async (table) => {
      const index = known.get(table)
      const [part] = index?.columns ?? []
      if (index === undefined || part === undefined) throw new TypeError(`Nothing is known of ${table}.`)
      expect({
        equality: await isServed(table, conditions.equality),
        order: (await isServed(table, conditions.between)) && (await isOrdered(table)),
        prefix: await isServed(table, isPadded(table) ? paddedPrefix : conditions.prefix),
      }).toEqual(saidOf(part))
    })
  })
})

const saidOf = ({ isOwnCollation, isOrdered, servesPrefix }: IndexedColumn) => ({
  equality: isOwnCollation,
  order: isOwnCollation && isOrdered,
  prefix: servesPrefix,
})
