import type { Secret } from '@bindery/model'
import { type OpenDatabase, openEmbedded } from './database/embedded.ts'
import type { RoomMeter } from './database/room.ts'
import { migrate } from './database/migrate.ts'
import { openServer } from './database/server.ts'
import { prepareRoles } from './database/tenant-roles.ts'
import { migrations } from './migrations/index.ts'
import { type ClusterCopying, clusterCopying } from './database/cluster-copying.ts'
import { findRestored, type RestoredStore } from './tables/restores.ts'
import { type ArchiveKey, archiveKeyOf } from './backup/archive-key.ts'
import { AuditLog } from './audit-log.ts'
import { type Tenant, Tenancy, type Transaction } from './tenancy.ts'
import { ApiKeyDigest } from './vault/api-key.ts'
import type { MasterKey } from './vault/master-key.ts'
import { loadInstallationKeys } from './vault/installation-keys.ts'
import { Vault } from './vault/vault.ts'

export type StoreLocation =
  | { readonly kind: 'embedded'; readonly directory: string; readonly room?: RoomMeter }
  | { readonly kind: 'server'; readonly url: Secret }

/** The platform's memory: its tables, its vault and its audit log. */
export interface Store {
  readonly vault: Vault
  readonly audit: AuditLog
  readonly keyDigest: ApiKeyDigest
  /** Runs work in one transaction that sees one tenant's rows. Never wait for a network inside. */
  run<Value>(tenant: Tenant, work: (transaction: Transaction) => Promise<Value>): Promise<Value>
  /** When it was restored last, and from what; undefined for a store that never was. */
  readonly restored: RestoredStore | undefined
  /** How its files are copied while it goes on; undefined for a server, which others may read beside this process. */
  readonly copying: ClusterCopying | undefined
  /** What archives are sealed under, and what else may open them: the current one first. */
  readonly archiveKeys: readonly [ArchiveKey, ...ArchiveKey[]]
  /** Names of the migrations that ran at this start. */
  readonly migrated: readonly string[]
  close(): Promise<void>
}

/**
 * Opens the database, brings its schema up to date and fences tenants off from one another. Older master keys open what
 * they sealed, until it is all under the current one.
 */
export async function openStore(
  location: StoreLocation,
  master: MasterKey,
  older: readonly MasterKey[] = [],
): Promise<Store> {
  const database = await openDatabase(location)
  try {
    const migrated = await migrate(database.knex, migrations)
    const tenancy = new Tenancy(database, await prepareRoles(database.knex))
    const vault = new Vault(master, older)
    const keys = await loadInstallationKeys(tenancy, vault, older[0] ?? master)
    const audit = new AuditLog(keys)
    return {
      vault,
      audit,
      archiveKeys: [archiveKeyOf(master), ...older.map(archiveKeyOf)],
      restored: await tenancy.run('platform', findRestored),
      copying: database.folder === undefined ? undefined : clusterCopying(database.knex, database.folder),
      keyDigest: new ApiKeyDigest(keys),
      run: (tenant, work) => tenancy.run(tenant, (transaction) => audit.during(transaction, work)),
      migrated,
      close: () => database.close(),
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

function openDatabase(location: StoreLocation): Promise<OpenDatabase> {
  switch (location.kind) {
    case 'embedded':
      return openEmbedded(location.directory, location.room)
    case 'server':
      return Promise.resolve(openServer(location.url))
  }
}
