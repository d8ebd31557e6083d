import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/** One real provider before and after nine months; the test runs where its schemas are. */
const folder = fileURLToPath(new URL('../../../../../shared/data/graphql/', import.meta.url))
const [before, after] = ['2025-10', '2026-07'].map(
  (version) => `${folder}shopify-admin-${version}.introspection.json`,
)
const isPresent = [before, after].every((path) => path !== undefined && existsSync(path))

const Summary = z.object({
  diff: z.object({ counts: z.object({ breaking: z.int(), compatible: z.int() }) }),
  affectedSkills: z.array(
    z.object({
      functionName: z.string(),
      verdict: z.string(),
      hasRepair: z.boolean(),
      reasons: z.array(z.string()),
    }),
  ),
})

const deliveryProfile: BindingInputDocument = {
  operation: 'deliveryProfile',
  toolName: 'Delivery profile',
  inputs: [{ param: 'profile_id', argument: 'id' }],
  projection: [
    { path: 'name', leaf: 'profile_name' },
    { path: 'legacyMode', leaf: 'is_legacy' },
  ],
}
const customer: BindingInputDocument = {
  operation: 'customer',
  toolName: 'Customer',
  inputs: [{ param: 'customer_id', argument: 'id' }],
  projection: [{ path: 'numberOfOrders', leaf: 'order_count' }],
}

describe.skipIf(!isPresent)('a real provider after nine months', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server.close())

  const provide = async (path: string | undefined) => {
    const body = readFileSync(path ?? '', 'utf8')
    await must(server.api('PUT', '/integrations/shop/source', { body }))
    const headers = { prefer: 'wait=60' }
    return Summary.parse((await must(server.api('POST', '/integrations/shop/discover', { headers }))).data)
  }

  it('breaks the skill that reads what went, and no other', { timeout: 120_000 }, async () => {
    const baseUrl = 'https://shop.example.com/admin/api/graphql.json'
    const registration = {
      kind: 'shop',
      name: 'Shop',
      type: 'graphql',
      environments: { production: { baseUrl } },
    }
    await must(server.api('POST', '/integrations', { body: registration }))
    await must(server.api('POST', '/integrations/shop/connect', { body: { verify: false } }))
    await provide(before)
    const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'merchant' } })))
    for (const body of [deliveryProfile, customer]) {
      await must(server.api('POST', `/agents/${agentId}/integrations/shop/bindings`, { body }))
    }
    const summary = await provide(after)
    expect(
      summary.affectedSkills.map(({ functionName, verdict, hasRepair }) => [
        functionName,
        verdict,
        hasRepair,
      ]),
    ).toEqual([['delivery_profile', 'breaking', false]])
    expect(summary.affectedSkills[0]?.reasons).toContain('DeliveryProfile: "legacyMode" is gone.')
    expect(summary.diff.counts.compatible).toBeGreaterThan(summary.diff.counts.breaking)
  })
})
