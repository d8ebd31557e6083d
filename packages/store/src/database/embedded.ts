import { chmodSync, existsSync, fsyncSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PlatformError } from '@bindery/model'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import knex, { type Knex } from 'knex'
import { z } from 'zod'
import { lockDirectory } from './directory-lock.ts'
import { clusterNames, settleSwap } from './cluster-swap.ts'
import { leastRoom, roomAt, type RoomMeter } from './room.ts'

export interface OpenDatabase {
  readonly knex: Knex
  /** Whether more may be written; a server says so itself. */
  readonly hasRoom: () => boolean
  /** Where the cluster stands; undefined for a server, which keeps its own. */
  readonly folder: string | undefined
  /** That there are at once, and how long whoever wants one waits for it, in ms. */
  readonly connections: number
  readonly waitMs: number
  close(): Promise<void>
}

/**
 * Opens the embedded PostgreSQL in `directory`/postgres, making it when it is not there. One process at a time: a second
 * one is refused with the first one's process id. Writes reach the disk before they are acknowledged.
 */
export async function openEmbedded(
  directory: string,
  room: RoomMeter = roomAt(directory),
): Promise<OpenDatabase> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  chmodSync(directory, 0o700)
  const lock = lockDirectory(directory)
  try {
    settleSwap(directory)
    const cluster = await openCluster(join(directory, clusterNames.live), room)
    return {
      ...cluster,
      close: async () => {
        await cluster.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Opens a cluster in a folder that the caller holds, making it when it is not there. */
export async function openCluster(folder: string, room: RoomMeter): Promise<OpenDatabase> {
  const engines = new Engines(folder, room)
  await engines.start()
  const database = connectKnex(engines)
  return {
    knex: database,
    hasRoom: () => room() >= leastRoom,
    folder,
    connections: 1,
    waitMs: turnMs,
    close: async () => {
      await database.destroy()
      await engines.close()
    },
  }
}

/** One connection serves everybody in turn: on a busy machine a late answer is better than an error. */
const turnMs = 30_000

const EngineError = z.object({ severity: z.string() })

/** The query builder asks for another one when this one is of an engine that has ended. */
type EngineConnection = ReturnType<typeof createPgConfig> & { readonly expirationChecker: () => boolean }

/**
 * The engine, and another one in its place once it has ended: where it got no room for its log, the next one reads what was
 * written by then, as after a loss of power.
 */
class Engines {
  readonly #dataDir: string
  readonly #room: RoomMeter
  #running: PGlite | undefined

  constructor(dataDir: string, room: RoomMeter) {
    this.#dataDir = dataDir
    this.#room = room
  }

  async start(): Promise<PGlite> {
    this.#running ??= await startEngine(this.#dataDir)
    return this.#running
  }

  /** Throws `storage_full` where an engine would have to be started without room. */
  async connect(): Promise<EngineConnection> {
    if (this.#running === undefined && this.#room() < leastRoom)
      throw new PlatformError(
        'storage_full',
        'The database ended since its disk is full. Make room on it: the database starts again by itself.',
      )
    const engine = await this.start()
    const config = createPgConfig(engine)
    config.connection.on('errorMessage', (message: unknown) => {
      const error = EngineError.safeParse(message).data
      if (error?.severity !== 'PANIC' && error?.severity !== 'FATAL') return
      // It answers nothing any more: whoever waits for it is told now, and the connection is given up.
      this.#running = undefined
      config.connection.emit('error', message)
    })
    return Object.assign(config, { expirationChecker: () => this.#running !== engine })
  }

  async close(): Promise<void> {
    await this.#running?.close()
  }
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

function connectKnex(engines: Engines): Knex {
  return knex({
    client: 'pg',
    connection: () => engines.connect(),
    pool: { min: 1, max: 1 },
    // Why there is no connection is in the error that whoever asked gets.
    log: { warn: () => {}, error: () => {} },
    acquireConnectionTimeout: turnMs,
  })
}
