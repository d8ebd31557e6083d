import type { Connection, Introspection } from '@bindery/model'
import { IssueLog } from '../json-schema/issue-log.ts'
import { finishCatalog } from '../passes/finish-catalog.ts'
import { inferAccountNumbers } from '../passes/infer-sensitivity.ts'
import type { Dialect } from './dialect.ts'
import { liftTables } from './lift-tables.ts'

/** Reads a database into a catalog through its own catalog tables. Data is never looked at. */
export async function introspectDatabase(
  dialect: Dialect,
  connection: Connection,
  signal: AbortSignal,
): Promise<Introspection> {
  signal.throwIfAborted()
  const log = new IssueLog()
  const tables = await dialect.readTables({ connection, signal, log })
  signal.throwIfAborted()
  const catalog = finishCatalog(inferAccountNumbers(liftTables(tables, dialect, log)))
  return { catalog, issues: log.issues() }
}
