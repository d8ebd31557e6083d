import type { TestServerAddress } from '@bindery/connection/testing'
import type { SourceAdapter } from '@bindery/model'
import { openTables, type TablesDatabase } from './tables-database.ts'
import { insertThings, tables } from './things.ts'

export type ThingsDatabase = TablesDatabase

/** The things in a database of their own. */
export const openThings = (
  dialect: 'postgres' | 'mysql',
  server: TestServerAddress,
  adapter: SourceAdapter,
): Promise<ThingsDatabase> =>
  openTables({
    dialect,
    server,
    adapter,
    statements: [...tables[dialect].split(';').filter((text) => text.trim() !== ''), insertThings(dialect)],
  })
