import { insertOrganization, openStore, type Store, takeFromLimit } from '@bindery/store'
import { findRealPostgres, testMasterKey } from '@bindery/store/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { newOrganizationId } from '../kernel/ids.ts'

/* Several replicas are there on a server only: the embedded database lets one process in, and goes by its clock. */
const postgres = await findRealPostgres()

/** Replicas whose clocks are an hour behind, right, and an hour ahead, taking turns. */
const skewsMs = [-3_600_000, 0, 3_600_000]

describe.skipIf(postgres === undefined)('replicas whose clocks disagree', () => {
  let store: Store
  beforeAll(async () => {
    if (postgres !== undefined)
      store = await openStore({ kind: 'server', url: postgres.url }, testMasterKey())
  })
  afterEach(() => void vi.useRealTimers())
  afterAll(async () => {
    await store.close()
    await postgres?.close()
  })

  test('are admitted ten calls a minute together, as promised', async () => {
    const id = newOrganizationId()
    await store.run('platform', (transaction) =>
      insertOrganization(transaction, { id, slug: id, name: 'Skewed' }),
    )
    const now = Date.now()
    const admitted: boolean[] = []
    for (let n = 0; n < 30; n++) {
      vi.useFakeTimers({ toFake: ['Date'], now: now + (skewsMs[n % 3] ?? 0) })
      const verdict = await store.run(id, (transaction) =>
        takeFromLimit(transaction, { organizationId: id, scope: 'skewed' }, 10),
      )
      admitted.push(verdict.isAdmitted)
    }
    expect(admitted).toEqual(admitted.map((_each, n) => n < 10))
  })
})
