import { Secret } from '@bindery/model'
import { restoreStore } from '@bindery/store/backup'
import { findRealPostgres, testMasterKey } from '@bindery/store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { type ShopServer, startShopServer } from '../testing/shop-server.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/* A write between a backup and its restore: the provider has it, and the store does not know. */

const postgres = await findRealPostgres()

describe.skipIf(postgres === undefined)('a server whose store was restored', () => {
  const databaseUrl = postgres?.url ?? new Secret('')
  let shop: ShopServer
  let server: TestServer
  let path = ''
  let epoch = 0
  beforeAll(async () => {
    shop = await startShopServer({ databaseUrl })
    const action = { description: 'Makes one.', method: 'POST', isWrite: true, requiresConfirmation: false }
    const { skillId } = await shop.link(await shop.describe({ ...action, name: 'makes', path: '/makes' }))
    path = `/agents/${shop.agentId}/skills/${skillId}/execute`
    await must(write(shop, 'before'))
    const answer = await fetch(`${shop.address}/api/v1/backup`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await shop.keyWith(['keys:write'])}` },
    })
    const archive = Buffer.from(await answer.arrayBuffer())
    await must(write(shop, 'after'))
    await shop.server.close()
    const restored = await restoreStore(
      { kind: 'server', url: databaseUrl },
      { archive: one(archive), master: testMasterKey(), older: [], ifInhabited: 'replace' },
    )
    epoch = restored.epoch
    server = await startTestServer({ databaseUrl })
  })
  afterAll(async () => {
    await server.close()
    await shop.closeProvider()
    await postgres?.close()
  })

  const write = (on: TestServer, key?: string, headers = {}) =>
    on.api('POST', path, {
      body: {},
      headers: { ...(key !== undefined && { 'idempotency-key': key }), ...headers },
    })
  const made = () => shop.seen.filter(({ url }) => url === '/makes').length

  it('answers a key that it knows as ever', async () => {
    expect([(await write(server, 'before')).status, made()]).toEqual([200, 2])
  })

  it('asks once of a key that it does not know, and makes the call for whoever names the epoch', async () => {
    const refused = await write(server, 'after')
    const { code, backupAt, next } = refused.body
    expect([refused.status, code, refused.body['epoch'], made()]).toEqual([409, 'restored', epoch, 2])
    expect(new Date(String(backupAt)).getTime()).toBeLessThan(Date.now())
    expect(next).toContain(`Bindery-Epoch: ${epoch}`)
    const stale = await write(server, 'after', { 'bindery-epoch': '1' })
    expect([stale.status, stale.body['code']]).toEqual([409, 'restored'])
    const wrong = await write(server, 'after', { 'bindery-epoch': 'x' })
    expect([wrong.status, wrong.body['code']]).toEqual([400, 'bad_request'])
    const again = { 'bindery-epoch': String(epoch) }
    expect([(await write(server, 'after', again)).status, made()]).toEqual([200, 3])
    expect([(await write(server, 'after')).status, made()]).toEqual([200, 3])
  })

  it('makes a call without a key, and says of itself that it was restored', async () => {
    expect([(await write(server)).status, made()]).toEqual([200, 4])
    const system = await must(server.api('GET', '/system'))
    expect(z.object({ restored: z.unknown() }).parse(system.data).restored).toMatchObject({ epoch })
    const audit = await must(server.api('GET', '/audit/verify'))
    expect(audit.data).toMatchObject({ status: 'intact' })
    const told = await must(server.api('GET', '/audit?action=store.restored'))
    expect(z.array(z.object({ detail: z.unknown() })).parse(told.data)).toMatchObject([{ detail: { epoch } }])
  })
})

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}
