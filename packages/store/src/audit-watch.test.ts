import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AuditEvent, watchAudit } from './audit-log.ts'
import { addOrganization, openEveryStore, type StoreUnderTest } from './testing/every-database.ts'

let stores: readonly StoreUnderTest[]
beforeAll(async () => {
  stores = await openEveryStore()
})
afterAll(async () => {
  for (const store of stores) await store.close()
})

const entry = (action: AuditEvent['action']): AuditEvent => ({ actor: 'a', action, subject: 'b', detail: {} })

it('says what work told in any of its transactions, and nothing of what others told beside it', async () => {
  for (const { store } of stores) {
    const organization = await addOrganization(store)
    const tell = (action: AuditEvent['action']) =>
      store.run(organization, (transaction) => store.audit.append(transaction, organization, entry(action)))
    const [first, second] = await Promise.all([
      watchAudit(async () => {
        await tell('agent.created')
        await tell('agent.edited')
        return 1
      }),
      watchAudit(() => tell('secret.created')),
      tell('webhook.created'),
    ])
    expect([first.value, [...first.told].sort()]).toEqual([1, ['agent.created', 'agent.edited']])
    expect([...second.told]).toEqual(['secret.created'])
  }
})

it('fails as the work fails', async () => {
  await expect(watchAudit(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
})
