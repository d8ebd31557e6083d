import {
  createTestDatabase,
  findServer,
  openBareSession,
  type TestServerAddress,
} from '../../../../packages/connection/src/testing/index.ts'
import { loadAdapter } from '../../../../packages/sources/src/index.ts'
import type { LoadedDump } from './load-dump.ts'
import { Refusals } from './refusals.ts'
import { unwrapComments } from './statement-use.ts'

/** Runs the statements in a database of its own on the server of this machine, which is dropped afterwards. */
export async function loadMysqlDump(statements: readonly string[]): Promise<LoadedDump> {
  const server = await findServer('mysql')
  if (server === undefined)
    return { status: 'skipped', reason: 'a dump of MySQL needs a MySQL or MariaDB server on this machine' }
  const database = await createTestDatabase('mysql', server)
  try {
    const notes = await fill(statements, server, database.name)
    const adapter = await loadAdapter('mysql')
    const { catalog } = await adapter.introspect(database.connect(), AbortSignal.timeout(120_000))
    return catalog.objects.length === 0
      ? { status: 'skipped', reason: ['it makes no table.', ...notes].join(' ') }
      : { status: 'loaded', catalog, notes }
  } finally {
    await database.drop()
  }
}

async function fill(
  statements: readonly string[],
  server: TestServerAddress,
  name: string,
): Promise<readonly string[]> {
  const session = await openBareSession('mysql', server, name)
  try {
    const refusals = new Refusals()
    await session.script("set sql_mode = '', foreign_key_checks = 0")
    for (const statement of statements) {
      try {
        await session.script(unwrapComments(statement))
      } catch (error) {
        refusals.add(error instanceof Error ? error.message : String(error))
      }
    }
    return refusals.describe(statements.length)
  } finally {
    await session.close()
  }
}
