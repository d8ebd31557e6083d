import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PlatformError, type Secret } from '@bindery/model'
import { z } from 'zod'
import { clusterNames, promoteDraft, settleSwap } from '../database/cluster-swap.ts'
import { lockDirectory } from '../database/directory-lock.ts'
import { openCluster } from '../database/embedded.ts'
import { roomAt } from '../database/room.ts'
import { tryChangeSchema } from '../database/schema-change.ts'
import { openServer } from '../database/server.ts'
import { parseRows } from '../rows.ts'
import type { StoreLocation } from '../store.ts'
import type { Transaction } from '../tenancy.ts'
import { ownFunctions, ownTables } from './archive-tables.ts'
import { findOwn, isInhabited } from './load-archive.ts'
import { archiveKeyOf } from './archive-key.ts'
import { openArchive } from './open-archive.ts'
import type { OpenedArchive, Restored, RestoreOptions } from './restore-options.ts'
import { writeStore } from './write-store.ts'

/**
 * Writes an archive into a store that no server uses. It holds all of it or is as it was, whenever this process is killed.
 * Throws `backup_foreign`, `backup_damaged`, `backup_newer`, `store_in_use`, `storage_full`.
 */
export async function restoreStore(location: StoreLocation, options: RestoreOptions): Promise<Restored> {
  const opened = await openFirst(options)
  switch (location.kind) {
    case 'embedded':
      return restoreEmbedded(location.directory, opened)
    case 'server':
      return restoreServer(location.url, opened)
  }
}

/** Reads the beginning, so that nothing is prepared for an archive that does not open. */
export async function openFirst({ archive, ...options }: RestoreOptions): Promise<OpenedArchive> {
  const blocks = openArchive(archive, [options.master, ...options.older].map(archiveKeyOf))
  const first = await blocks.next()
  const content = async function* (): AsyncGenerator<Buffer> {
    if (first.done === true) return
    yield first.value
    yield* blocks
  }
  return { ...options, content: content() }
}

/** A cluster of its own is made beside the live one, and takes its place when it is whole. */
async function restoreEmbedded(directory: string, options: OpenedArchive): Promise<Restored> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const lock = lockFolder(directory)
  try {
    settleSwap(directory)
    if (options.ifInhabited === 'refuse' && existsSync(join(directory, clusterNames.live))) throw inhabited()
    const cluster = await openCluster(join(directory, clusterNames.draft), roomAt(directory))
    let restored: Restored
    try {
      restored = await cluster.knex.transaction((transaction) => writeStore(transaction, options))
    } finally {
      await cluster.close()
    }
    promoteDraft(directory)
    return restored
  } finally {
    lock.release()
  }
}

function lockFolder(directory: string) {
  try {
    return lockDirectory(directory)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'The data folder is in use.'
    throw new PlatformError('store_in_use', message, { cause })
  }
}

/** All in one transaction, under the lock that a server needs to start. */
async function restoreServer(url: Secret, options: OpenedArchive): Promise<Restored> {
  const database = openServer(url)
  try {
    const restored = await tryChangeSchema(database.knex, async (transaction) => {
      await requireUnused(transaction)
      await makeEmpty(transaction, options)
      return writeStore(transaction, options)
    })
    if (restored === 'locked') throw inUse('Another process changes its schema, or restores it.')
    return restored
  } finally {
    await database.close()
  }
}

/** Throws `store_in_use` while a server is connected, or said within the last seconds that it lives. */
async function requireUnused(transaction: Transaction): Promise<void> {
  const others: unknown = await transaction.raw(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'bindery'
       and pid <> pg_backend_pid()`,
  )
  const connected = parseRows(z.object({ pid: z.int() }), others).length
  if (connected > 0) throw inUse(`${connected} connections of Bindery are open.`)
  if ((await findOwn(transaction, ['server_processes'])).length === 0) return
  const alive: unknown = await transaction.raw(
    "select id::text from server_processes where seen_at > clock_timestamp() - interval '8 seconds'",
  )
  if (parseRows(z.unknown(), alive).length > 0)
    throw inUse('A server said within the last 8 seconds that it lives.')
}

async function makeEmpty(transaction: Transaction, { ifInhabited }: OpenedArchive): Promise<void> {
  // Row-level security binds some logins: without it one would see no organisation.
  await transaction.raw("select set_config('bindery.organization', 'platform', true)")
  if (ifInhabited === 'refuse' && (await isInhabited(transaction))) throw inhabited()
  for (const name of await findOwn(transaction, ownTables))
    await transaction.raw('drop table ?? cascade', [name])
  const functions: unknown = await transaction.raw(
    `select oid::regprocedure::text as signature from pg_proc
     where pronamespace = 'public'::regnamespace and proname = any(?)`,
    [[...ownFunctions]],
  )
  // The database's own writing of each, with its arguments.
  for (const { signature } of parseRows(z.object({ signature: z.string() }), functions))
    await transaction.raw(`drop function ${signature}`)
}

const inUse = (why: string): PlatformError =>
  new PlatformError(
    'store_in_use',
    `The store is in use, so nothing was restored. ${why} Stop every server first.`,
  )

const inhabited = (): PlatformError =>
  new PlatformError(
    'store_in_use',
    'The store holds data already, so nothing was restored. Make a backup of it, and then say that it is to be replaced.',
    { reason: 'not_empty' },
  )
