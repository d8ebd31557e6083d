import type { Store } from '@bindery/store'
import { openTestStore } from '@bindery/store/testing'
import { expect, test } from 'vitest'
import { newOrganizationId } from '../kernel/ids.ts'
import { latestEntry } from './latest-entries.ts'

test('streams that wait at the same time ask the store together, and each organisation for itself', async () => {
  const opened = await openTestStore()
  let asked = 0
  const store: Store = {
    ...opened.store,
    run: (tenant, work) => {
      asked += 1
      return opened.store.run(tenant, work)
    },
  }
  let time = 0
  const services = { store, now: () => time }
  const [one, other] = [newOrganizationId(), newOrganizationId()]
  const ask = () => Promise.all([one, one, one, other].map((id) => latestEntry(services, id)))
  expect(await ask()).toEqual([0, 0, 0, 0])
  expect(asked).toBe(2)
  time += 501
  await ask()
  expect(asked).toBe(4)
  await opened.close()
})
