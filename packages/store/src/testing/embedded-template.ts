import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint } from '@bindery/model'
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
export async function copyTemplate(): Promise<string> {
  const template = await makeTemplate()
  const directory = mkdtempSync(join(fastDirectory(), 'bindery-test-'))
  cpSync(template, directory, { recursive: true })
  return directory
}

/** Memory that is a folder, where there is plenty of it: a cluster is a thousand files. */
function fastDirectory(): string {
  const shared = '/dev/shm'
  if (!existsSync(shared)) return tmpdir()
  const { bavail, bsize } = statfsSync(shared)
  return bavail * bsize > 4 * 2 ** 30 ? shared : tmpdir()
}

async function makeTemplate(): Promise<string> {
  const version = fingerprint([migrations, process.versions.node]).slice(7, 23)
  const template = join(fastDirectory(), `bindery-template-${version}-${process.getuid?.() ?? 0}`)
  if (existsSync(template)) return template
  const draft = mkdtempSync(join(fastDirectory(), 'bindery-draft-'))
  mkdirSync(draft, { recursive: true })
  await (await openStore({ kind: 'embedded', directory: draft }, testMasterKey())).close()
  moveIntoPlace(draft, template)
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
