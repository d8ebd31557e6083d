import { PlatformError } from '@bindery/model'
import { AuditLog } from '../audit-log.ts'
import { diskFull } from '../database/room.ts'
import { prepareSteps, takeStep } from '../database/migrate.ts'
import { fence } from '../database/tenant-roles.ts'
import { migrations } from '../migrations/index.ts'
import { becomeTenant, type Transaction } from '../tenancy.ts'
import { loadInstallationKeys } from '../vault/installation-keys.ts'
import { Vault } from '../vault/vault.ts'
import type { Manifest } from './archive-content.ts'
import { readContent } from './check-archive.ts'
import { RowLoader } from './load-archive.ts'
import { damaged } from './open-archive.ts'
import type { OpenedArchive, Restored } from './restore-options.ts'
import { settleRestore } from './settle-restore.ts'

/**
 * Makes the schema that an archive was made of, writes its rows, and takes the steps that came since: in a transaction of a
 * login that has none of Bindery's tables yet.
 */
export async function writeStore(transaction: Transaction, options: OpenedArchive): Promise<Restored> {
  let loader: RowLoader | undefined
  let found: Manifest | undefined
  const summary = await readContent(options.content, {
    manifest: async (manifest) => {
      found = manifest
      await takeSteps(transaction, manifest.migrations)
      loader = await RowLoader.into(transaction)
    },
    table: async (name, columns) => loader?.table(name, columns),
    row: (text) => loader?.row(text),
    tableEnd: async () => loader?.tableEnd(),
  }).catch((error: unknown) => {
    throw toFailure(error)
  })
  if (found === undefined) throw damaged('unreadable', 'The backup does not say what it holds.')
  await takeSteps(
    transaction,
    migrations.map(({ name }) => name),
  )
  return { summary, epoch: await beginEpoch(transaction, found, options) }
}

/** The schema as of these steps, and the view of the platform on it. Throws `backup_newer` for a step that is unknown. */
async function takeSteps(transaction: Transaction, names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !migrations.some((step) => step.name === name))
  const [first] = unknown
  if (first !== undefined)
    throw new PlatformError(
      'backup_newer',
      `The backup was made by a version of Bindery that knows the step "${first.slice(0, 80)}" of the schema, which this one does not. Restore it with that version, or a later one.`,
    )
  await transaction.raw('set local role none')
  await prepareSteps(transaction)
  for (const step of migrations) if (names.includes(step.name)) await takeStep(transaction, step)
  await becomeTenant(transaction, await fence(transaction), 'platform')
}

/** Throws `backup_foreign` where the keys of the installation are under another master key than the archive. */
async function beginEpoch(
  transaction: Transaction,
  manifest: Manifest,
  { master, older }: OpenedArchive,
): Promise<number> {
  const here = { run: <Value>(_: unknown, work: (own: Transaction) => Promise<Value>) => work(transaction) }
  const keys = await loadInstallationKeys(here, new Vault(master, older), older[0] ?? master).catch(
    (cause: unknown) => {
      throw new PlatformError(
        'backup_foreign',
        'The backup opens, and what is sealed in it does not: it was made while its master key was changed. Set BINDERY_MASTER_KEY_OLD to the other one of the two.',
        { reason: 'other_key', cause },
      )
    },
  )
  const audit = new AuditLog(keys)
  return audit.during(transaction, (own) => settleRestore(own, audit, manifest))
}

/** What the database refuses of an archive that opened is the archive's fault, but for a disk without room. */
function toFailure(error: unknown): unknown {
  const state = error instanceof Error && 'code' in error ? error.code : undefined
  if (state === diskFull)
    return new PlatformError('storage_full', 'The disk of the database has no room for the backup.', {
      cause: error,
    })
  if (error instanceof PlatformError || typeof state !== 'string' || !/^2[23]/.test(state)) return error
  return damaged('unreadable', 'The database refuses what the backup holds.', error)
}
