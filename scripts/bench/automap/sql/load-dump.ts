import type { SchemaCatalog } from '../../../../packages/model/src/index.ts'
import { dialectOf } from './dialect-of.ts'
import { loadMysqlDump } from './load-mysql-dump.ts'
import { loadPostgresDump } from './load-postgres-dump.ts'
import { splitStatements } from './split-statements.ts'
import { useOf, withoutOwnName } from './statement-use.ts'

export type LoadedDump =
  | { readonly status: 'loaded'; readonly catalog: SchemaCatalog; readonly notes: readonly string[] }
  | { readonly status: 'skipped'; readonly reason: string }

/**
 * Reads the tables of a dump, one file or several in order, through the adapter of its dialect: PostgreSQL in an engine
 * of our own, MySQL in a database of its own on this machine's server. Rows are left out; what fails is counted in notes.
 */
export function loadDump(files: readonly string[]): Promise<LoadedDump> {
  const dialect = dialectOf(files.join('\n'))
  const all = files.flatMap((file) => splitStatements(file, dialect))
  const statements = (dialect === 'mysql' ? withoutOwnName(all) : all).filter(
    (statement) => useOf(statement, dialect) === 'schema',
  )
  return dialect === 'mysql' ? loadMysqlDump(statements) : loadPostgresDump(statements)
}
