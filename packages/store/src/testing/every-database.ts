import { randomUUID } from 'node:crypto'
import { isOrganizationId, type OrganizationId } from '@bindery/model'
import { insertOrganization } from '../tables/organizations.ts'
import { openStore, type Store } from '../store.ts'
import { openTestStore, testMasterKey } from './embedded-template.ts'
import { findRealPostgres } from './real-database.ts'

export interface StoreUnderTest {
  readonly name: string
  readonly store: Store
  close(): Promise<void>
}

/** A fresh store on every database that Bindery runs on: the embedded one, and a real server when there is one. */
export async function openEveryStore(): Promise<readonly StoreUnderTest[]> {
  const test = await openTestStore()
  const embedded = { name: 'embedded database', store: test.store, close: () => test.close() }
  const postgres = await findRealPostgres()
  if (postgres === undefined) return [embedded]
  const remote = await openStore({ kind: 'server', url: postgres.url }, testMasterKey())
  const server = {
    name: 'PostgreSQL server',
    store: remote,
    close: async () => {
      await remote.close()
      await postgres.close()
    },
  }
  return [embedded, server]
}

/** A new organisation in the store. */
export async function addOrganization(store: Store): Promise<OrganizationId> {
  const id: string = randomUUID()
  if (!isOrganizationId(id)) throw new Error('A UUID must be an organisation id.')
  await store.run('platform', (transaction) =>
    insertOrganization(transaction, { id, slug: id, name: 'Test' }),
  )
  return id
}
