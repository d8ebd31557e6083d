import { describeRunPorts, freshOwner, type PortsUnderTest } from '@bindery/runtime/contract'
import { decideConfirmation, insertOrganization, openStore, reportAlive, type Store } from '@bindery/store'
import { findRealPostgres, openTestStore, testMasterKey } from '@bindery/store/testing'
import { afterAll } from 'vitest'
import { EventLog } from '../kernel/event-log.ts'
import { newId } from '../kernel/ids.ts'
import { createStorePorts } from './run-ports.ts'

/** One database for all tests of a suite: each test has organisations of its own. */
const embedded = await openTestStore()
describeRunPorts('embedded database', () => underTest(embedded.store))
afterAll(() => embedded.close())

const postgres = await findRealPostgres()
if (postgres !== undefined) {
  const store = await openStore({ kind: 'server', url: postgres.url }, testMasterKey())
  describeRunPorts('PostgreSQL server', () => underTest(store))
  afterAll(async () => {
    await store.close()
    await postgres.close()
  })
}

async function underTest(store: Store): Promise<PortsUnderTest> {
  const owner = freshOwner()
  const stranger = freshOwner().organizationId
  const processId = newId()
  await store.run('platform', async (transaction) => {
    await reportAlive(transaction, processId)
    for (const id of [owner.organizationId, stranger]) {
      await insertOrganization(transaction, { id, slug: id, name: 'Contract' })
    }
  })
  return {
    ports: createStorePorts({ store, events: new EventLog(), processId }),
    owner,
    stranger,
    now: async () => new Date(),
    advance: (ms) => ageRows(store, ms),
    approve: async (id) => {
      await store.run(owner.organizationId, (transaction) =>
        decideConfirmation(transaction, id, { status: 'approved', actor: 'contract' }),
      )
    },
    close: async () => {},
  }
}

/** The database's clock cannot be moved, so everything that it is compared with is. */
async function ageRows(store: Store, ms: number): Promise<void> {
  const seconds = ms / 1000
  await store.run('platform', async (transaction) => {
    await transaction.raw('update rate_limit_hits set at = at - make_interval(secs => ?)', [seconds])
    await transaction.raw(
      'update conversation_turns set expires_at = expires_at - make_interval(secs => ?)',
      [seconds],
    )
    await transaction.raw('update confirmations set expires_at = expires_at - make_interval(secs => ?)', [
      seconds,
    ])
    await transaction.raw('update executions set deadline = deadline - make_interval(secs => ?)', [seconds])
  })
}
