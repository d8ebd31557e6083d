import { appendFileSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint } from '@bindery/model'
import { openEmbedded, type OpenDatabase } from '../database/embedded.ts'
import { migrations } from '../migrations/index.ts'
import { openStore, type Store } from '../store.ts'
import { parseMasterKey, type MasterKey } from '../vault/master-key.ts'

export interface TestStore {
  readonly store: Store
  readonly directory: string
  /** Closes the store and removes its folder. */
  close(): Promise<void>
}

/** A fixed key: test data is nobody's secret. */
export const testMasterKey = (): MasterKey => parseMasterKey('42'.repeat(32))

/**
 * A fresh embedded store in a folder of its own, copied from a migrated template that the test runs of one machine
 * share: making a cluster takes seconds, copying one a fraction.
 */
export async function openTestStore(): Promise<TestStore> {
  const directory = await copyTemplate()
  const store = await openStore({ kind: 'embedded', directory }, testMasterKey())
  return {
    store,
    directory,
    close: async () => {
      await store.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A folder with a migrated, closed cluster that the caller owns. */
export const copyTemplate = async (): Promise<string> => copyOf(await makeTemplate(migrated))

/** A folder with a closed cluster without a table, for a server that has never been started. The caller owns it. */
export const copyEmptyTemplate = async (): Promise<string> => copyOf(await makeTemplate(empty))

/** A database without a table, for what migrates it itself. Its folder goes when it is closed. */
export async function openEmptyDatabase(): Promise<OpenDatabase> {
  const directory = await copyEmptyTemplate()
  const database = await openEmbedded(directory)
  return {
    ...database,
    close: async () => {
      await database.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function copyOf(template: string): string {
  const directory = mkdtempSync(join(fastDirectory(), 'bindery-test-'))
  cpSync(template, directory, { recursive: true })
  return directory
}

/** Memory that is a folder, where there is plenty of it: a cluster is a thousand files. */
export function fastDirectory(): string {
  const shared = '/dev/shm'
  if (!existsSync(shared)) return tmpdir()
  const { bavail, bsize } = statfsSync(shared)
  return bavail * bsize > 4 * 2 ** 30 ? shared : tmpdir()
}

/** Data of a test is small. Clearing the usual 128 MB takes longer than the rest of a start. */
const settings = "shared_buffers = '16MB'\n"

/** Databases to make others from: nobody makes one, and two thirds of what is copied is theirs. */
const unused = ['template0', 'template1']

interface Template {
  /** All that it is made of: another one is made when that changes. */
  readonly madeOf: readonly unknown[]
  /** The path of a folder of its own with what the template holds. */
  readonly make: () => Promise<string>
}

const empty: Template = {
  madeOf: [process.versions.node, settings, unused],
  make: async () => {
    const directory = mkdtempSync(join(fastDirectory(), 'bindery-draft-'))
    const database = await openEmbedded(directory)
    await database.knex('pg_database').whereIn('datname', unused).update({ datistemplate: false })
    for (const name of unused) await database.knex.raw('drop database ??', [name])
    await database.close()
    appendFileSync(join(directory, 'postgres', 'postgresql.auto.conf'), settings)
    return directory
  },
}

const migrated: Template = {
  madeOf: [...empty.madeOf, migrations],
  make: async () => {
    const directory = await copyEmptyTemplate()
    await (await openStore({ kind: 'embedded', directory }, testMasterKey())).close()
    return directory
  },
}

async function makeTemplate({ madeOf, make }: Template): Promise<string> {
  const version = fingerprint(madeOf).slice(7, 23)
  const template = join(fastDirectory(), `bindery-template-${version}-${process.getuid?.() ?? 0}`)
  if (existsSync(template)) return template
  moveIntoPlace(await make(), template)
  return template
}

/** Two test processes may make the template at once; the first one's stays. */
function moveIntoPlace(draft: string, template: string): void {
  try {
    renameSync(draft, template)
  } catch {
    rmSync(draft, { recursive: true, force: true })
  }
}
