import { deleteApiKey, insertApiKey, insertOrganization } from '@bindery/store'
import { openTestStore } from '@bindery/store/testing'
import { Secret } from '@bindery/model'
import { afterAll, expect, it } from 'vitest'
import { Authenticator } from './authenticate.ts'
import { newId, newOrganizationId } from '@bindery/platform/kernel'

const test = await openTestStore()
const { store } = test
afterAll(() => test.close())

it('takes a key that another replica revoked for less than a second more', async () => {
  const organizationId = newOrganizationId()
  const id = newId()
  await store.run('platform', async (transaction) => {
    await insertOrganization(transaction, { id: organizationId, slug: organizationId, name: 'Test' })
    await insertApiKey(transaction, {
      organizationId,
      id,
      name: 'Short',
      prefix: 'test',
      digest: store.keyDigest.of(new Secret('short-lived')),
      scopes: [],
      environment: undefined,
      expiresAt: undefined,
    })
  })
  let nowMs = 0
  const replica = new Authenticator(store, () => nowMs)
  const ask = () =>
    replica.authenticate({ 'x-api-key': 'short-lived' }).then(
      () => 'let in',
      () => 'refused',
    )
  const before = await ask()
  await store.run(organizationId, (transaction) => deleteApiKey(transaction, id))
  nowMs = 999
  const within = await ask()
  nowMs = 1_000
  expect([before, within, await ask()]).toEqual(['let in', 'let in', 'refused'])
})
