import { migrations } from '../../packages/store/src/migrations/index.ts'
import { fail, listSources } from './project.ts'
import { findUnfenced, tenantTables } from './tenant-fence/find-unfenced.ts'

/**
 * Row-level security keeps organisations apart, for a login without roles to take on in a form that no index answers: there a
 * statement that leaves it at that reads the table of everybody. So whatever names a table of a tenant says of which
 * organisation.
 */

/** These are of all organisations. */
const ofAll: ReadonlyMap<string, string> = new Map([
  ['RowLoader', 'a backup is of every organisation'],
  ['readRows', 'a backup is of every organisation'],
  ['voided', 'a restore ends what waits in every organisation'],
  ['claimDeliveries', 'a worker serves every organisation, and asks by an index of what is due'],
  ['claimJob', 'a worker serves every organisation, and asks by an index of what waits'],
  ['markOverdueUnknown', 'what died runs of is the platform to say'],
  ['moveBatch', 'every secret of an installation is put under another key'],
  ['takeOAuthFlow', 'a browser brings a state and no organisation'],
  ['takeSessionCode', 'a browser brings a code and no organisation'],
])

const tables = tenantTables(migrations)
const unfenced = listSources('packages/store').flatMap(({ path, text }) => {
  if (/\.test\.ts$|\/testing\/|\/migrations\//.test(path)) return []
  return findUnfenced(text, tables).map((name) => ({ path, name }))
})
const names = new Set(unfenced.map(({ name }) => name))

fail([
  ...unfenced
    .filter(({ name }) => !ofAll.has(name))
    .map(
      ({ path, name }) => `${path}: SQL of ${name} names a table of a tenant and no organization_id of it.`,
    ),
  ...[...ofAll.keys()]
    .filter((name) => !names.has(name))
    .map((name) => `tenant-fence.ts lists ${name}, which needs no exception.`),
])
