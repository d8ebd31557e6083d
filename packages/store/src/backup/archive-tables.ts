import { z } from 'zod'
import { migrations } from '../migrations/index.ts'
import { parseRows } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

/** A table whose rows are kept: its columns that hold something of their own, each with its type. */
export interface ArchiveTable {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

/** Tables whose rows no archive holds, each with its reason. */
export const leftOut: Readonly<Record<string, string>> = {
  bindery_migrations: 'The manifest lists the steps.',
  bindery_durability: 'It is written at each start of the embedded database.',
  server_processes: 'Processes of before are over.',
}

const made = (what: 'table' | 'function'): readonly string[] =>
  migrations.flatMap(({ sql }) =>
    [...sql.matchAll(new RegExp(`create (?:or replace )?${what} (?:if not exists )?(\\w+)`, 'g'))].flatMap(
      ([, name]) => (name === undefined ? [] : [name]),
    ),
  )

/** Whatever a migration makes, and `migrate` for itself: all that is Bindery's in a database that it may share. */
export const ownTables: readonly string[] = [...made('table'), 'bindery_migrations']
export const ownFunctions: readonly string[] = made('function')

const ColumnRow = z.object({ tableName: z.string(), name: z.string(), type: z.string() })
const ReferenceRow = z.object({ tableName: z.string(), refersTo: z.string() })

/** The tables of a store that an archive holds, each behind those that it refers to. */
export async function listArchiveTables(transaction: Transaction): Promise<readonly ArchiveTable[]> {
  const names = ownTables.filter((name) => !Object.hasOwn(leftOut, name))
  const columns: unknown = await transaction.raw(
    `select relname as table_name, attname as name, format_type(atttypid, atttypmod) as type
     from pg_class join pg_attribute on attrelid = pg_class.oid
     where relnamespace = 'public'::regnamespace and relkind = 'r' and relname = any(?)
       and attnum > 0 and not attisdropped and attgenerated = '' order by relname, attnum`,
    [names],
  )
  const references: unknown = await transaction.raw(
    `select own.relname as table_name, target.relname as refers_to
     from pg_constraint join pg_class own on own.oid = conrelid join pg_class target on target.oid = confrelid
     where contype = 'f' and own.relnamespace = 'public'::regnamespace and conrelid <> confrelid`,
  )
  return inOrder(toTables(parseRows(ColumnRow, columns)), parseRows(ReferenceRow, references))
}

function toTables(columns: readonly z.output<typeof ColumnRow>[]): readonly ArchiveTable[] {
  const tables = new Map<string, { readonly name: string; readonly type: string }[]>()
  for (const { tableName, name, type } of columns)
    tables.set(tableName, [...(tables.get(tableName) ?? []), { name, type }])
  return [...tables].map(([name, own]) => ({ name, columns: own }))
}

type Reference = z.output<typeof ReferenceRow>

function inOrder(tables: readonly ArchiveTable[], references: readonly Reference[]): readonly ArchiveTable[] {
  const left = new Map(tables.map((table) => [table.name, table]))
  const ordered: ArchiveTable[] = []
  while (left.size > 0) {
    const waiting = new Set(
      references.filter(({ refersTo }) => left.has(refersTo)).map(({ tableName }) => tableName),
    )
    const free = [...left.values()].filter(({ name }) => !waiting.has(name))
    if (free.length === 0) throw new Error('Tables refer to one another in a circle.')
    for (const table of free) {
      ordered.push(table)
      left.delete(table.name)
    }
  }
  return ordered
}
