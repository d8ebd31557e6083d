import type { Connection, Introspection } from '@bindery/model'
import { IssueLog } from '../json-schema/issue-log.ts'
import { concludeCatalog } from '../passes/conclude-catalog.ts'
import type { Dialect } from './dialect.ts'
import { claimEffect } from './effect-claim.ts'
import { liftTables } from './lift-tables.ts'
import { statisticsOf } from './statistics-of.ts'

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
  const catalog = concludeCatalog(liftTables(tables, dialect, log), { claimEffect, log })
  return { catalog, issues: log.issues(), statistics: statisticsOf(tables, dialect) }
}
