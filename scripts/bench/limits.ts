import { randomUUID } from 'node:crypto'
import { isOrganizationId } from '../../packages/model/src/index.ts'
import { insertOrganization, type Store, takeFromLimit } from '../../packages/store/src/index.ts'
import { findRealPostgres, openTestStore, testMasterKey } from '../../packages/store/src/testing/index.ts'
import { openStore } from '../../packages/store/src/store.ts'
import { type Figure, middle, print } from './measure.ts'
import type { BenchOptions } from './options.ts'

/** Calls of one figure; the database is as full of earlier ones as the limit allows. */
const calls = 300

/**
 * What a rate limit costs, at limits of 500 to 10,000 calls in a minute of which all but the measured ones were used, against a
 * transaction of the same database that asks for nothing (floor).
 */
export async function benchLimits(options: BenchOptions): Promise<void> {
  const embedded = await openTestStore()
  await measure('embedded database', embedded.store, options)
  await embedded.close()
  const postgres = await findRealPostgres()
  if (postgres === undefined) return
  const store = await openStore({ kind: 'server', url: postgres.url }, testMasterKey())
  await measure('PostgreSQL server', store, options)
  await store.close()
  await postgres.close()
}

async function measure(name: string, store: Store, options: BenchOptions): Promise<void> {
  const organizationId: string = randomUUID()
  if (!isOrganizationId(organizationId)) throw new TypeError('A UUID must be an organisation id.')
  await store.run(organizationId, (transaction) =>
    insertOrganization(transaction, { id: organizationId, slug: organizationId, name: 'Bench' }),
  )
  const floor = await each(() => store.run(organizationId, (transaction) => transaction.raw('select 1')))
  const figures: Figure[] = [{ what: 'a transaction that asks for nothing', medianMs: floor }]
  for (const limit of [500, 1_000, 10_000]) {
    const key = { organizationId, scope: `limit ${limit}` }
    const take = () => store.run(organizationId, (transaction) => takeFromLimit(transaction, key, limit))
    await store.run(organizationId, async (transaction) => {
      for (let n = 0; n < limit - calls; n++) await takeFromLimit(transaction, key, limit)
    })
    const medianMs = await each(take)
    figures.push({ what: `a call, at a limit of ${limit} in a minute`, medianMs, ratio: medianMs / floor })
  }
  print(`A rate limit on the ${name}`, figures, options.json ? 'json' : 'table')
}

async function each(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < calls; n++) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return middle(times)
}
