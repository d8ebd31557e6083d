import { chmodSync, existsSync, fsyncSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import knex, { type Knex } from 'knex'
import { z } from 'zod'
import { type DirectoryLock, lockDirectory } from './directory-lock.ts'

export interface OpenDatabase {
  readonly knex: Knex
  close(): Promise<void>
}

/**
 * Opens the embedded PostgreSQL in `directory`/postgres, making it when it is not there. One process at a time: a second
 * one is refused with the first one's process id. Writes reach the disk before they are acknowledged.
 */
export async function openEmbedded(directory: string): Promise<OpenDatabase> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  chmodSync(directory, 0o700)
  const lock = lockDirectory(directory)
  try {
    const pglite = await startEngine(join(directory, 'postgres'))
    const database = connectKnex(pglite)
    return { knex: database, close: () => shutDown({ database, pglite, lock }) }
  } catch (error) {
    lock.release()
    throw error
  }
}

interface Engine {
  readonly database: Knex
  readonly pglite: PGlite
  readonly lock: DirectoryLock
}

async function shutDown({ database, pglite, lock }: Engine): Promise<void> {
  await database.destroy()
  await pglite.close()
  lock.release()
}

async function startEngine(dataDir: string): Promise<PGlite> {
  const isNew = !existsSync(join(dataDir, 'PG_VERSION'))
  // The start parameters name settings of an existing cluster; the first start only makes the cluster.
  if (isNew) await (await PGlite.create({ dataDir })).close()
  const pglite = await PGlite.create({ dataDir, startParams: durableParameters() })
  const calls = forwardFsync(pglite)
  await pglite.exec(
    'create table if not exists bindery_durability (at timestamptz); delete from bindery_durability',
  )
  await pglite.exec('insert into bindery_durability values (now())')
  if (calls.count === 0) throw new Error('The embedded database does not flush its writes to disk.')
  return pglite
}

function durableParameters(): string[] {
  const usual = PGlite.defaultStartParams.filter((parameter) => parameter !== '-F')
  return [...usual, '-c', 'fsync=on', '-c', 'wal_sync_method=fsync']
}

const OpenFile = z.object({ nfd: z.int() })

/** The engine's file layer has no fsync of its own, so that the engine would believe every flush to have worked. */
function forwardFsync(pglite: PGlite): { readonly count: number } {
  const calls = { count: 0 }
  const operations: unknown = pglite.Module
  const { stream_ops: streamOperations } = findStreamOperations(operations)
  streamOperations['fsync'] = (stream: unknown): number => {
    calls.count += 1
    fsyncSync(OpenFile.parse(stream).nfd)
    return 0
  }
  return calls
}

function findStreamOperations(module: unknown): { stream_ops: Record<string, unknown> } {
  if (typeof module === 'object' && module !== null && 'NODEFS' in module) {
    const nodefs = module.NODEFS
    if (typeof nodefs === 'object' && nodefs !== null && 'stream_ops' in nodefs) {
      const operations = nodefs.stream_ops
      if (isMutableRecord(operations)) return { stream_ops: operations }
    }
  }
  throw new Error('This version of the embedded database has no file layer that Bindery can make durable.')
}

function isMutableRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function connectKnex(pglite: PGlite): Knex {
  return knex({
    client: 'pg',
    connection: () => createPgConfig(pglite),
    pool: { min: 1, max: 1 },
    // One connection serves everybody in turn: on a busy machine a late answer is better than an error.
    acquireConnectionTimeout: 30_000,
  })
}
