import { startProvider } from '@bindery/connection/testing'
import { CatalogFingerprint, catalogHead, type Operation, type SchemaCatalog } from '@bindery/model'
import {
  type CatalogPages,
  findCatalog,
  findIntegration,
  insertCatalogPages,
  replaceCatalog,
} from '@bindery/store'
import { copyTemplate } from '@bindery/store/testing'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import {
  loadParts,
  openCatalog,
  readHead,
  readObject,
  readOperation,
  readRelationship,
} from '@bindery/platform/catalog'
import { newCatalogId } from '@bindery/platform/kernel'
import { toPages } from '@bindery/platform/pages'

const answer = {
  description: 'ok',
  content: {
    'application/json': { schema: { type: 'object', properties: { done: { type: 'boolean' } } } },
  },
}
const byId = [{ name: 'id', in: 'query', required: true, schema: { type: 'string' } }]
const shop = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: {
    '/orders/delete': { post: { operationId: 'delete_order', parameters: byId, responses: { 200: answer } } },
    '/orders/match': { post: { operationId: 'orderMatch', parameters: byId, responses: { 200: answer } } },
    '/orders': { get: { operationId: 'issueListIssues', responses: { 200: answer } } },
  },
}

const provider = await startProvider((_, response) => {
  response.setHeader('content-type', 'application/json').end('{"done":true}')
})
afterAll(() => provider.close())

async function register({ api }: TestServer): Promise<string> {
  await must(
    api('POST', '/integrations', {
      body: {
        kind: 'shop',
        name: 'Shop',
        type: 'openapi',
        environments: { production: { baseUrl: provider.origin } },
      },
    }),
  )
  await must(api('PUT', '/integrations/shop/source', { body: JSON.stringify(shop) }))
  await must(api('POST', '/integrations/shop/discover', { headers: { prefer: 'wait=30' } }))
  await must(api('POST', '/integrations/shop/connect', { body: { authType: 'none' } }))
  return idOf(await must(api('POST', '/agents', { body: { name: 'desk' } })))
}

async function publish({ api }: TestServer, agentId: string, operation: string): Promise<string> {
  const inputs =
    operation === 'issueListIssues' ? [] : [{ param: 'order_number', argument: 'id', required: true }]
  const binding = {
    operation,
    toolName: operation,
    description: 'Something about orders.',
    inputs,
    projection: [{ path: 'done', leaf: 'is_done' }],
  }
  const skillId = idOf(
    await must(api('POST', `/agents/${agentId}/integrations/shop/bindings`, { body: binding })),
  )
  const enable = { isEnabled: true, acknowledge: ['write'] }
  await must(api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: enable }))
  await must(api('POST', `/agents/${agentId}/publish`))
  return skillId
}

const Shown = z.object({
  effect: z.string(),
  effectOrigin: z.string(),
  effectEvidence: z.array(z.object({ by: z.string(), says: z.string(), because: z.string() })),
})
const show = async ({ api }: TestServer, operation: string) =>
  Shown.parse((await must(api('GET', `/integrations/shop/operations/${operation}`))).data)

describe("the operator's word", () => {
  let server: TestServer
  let agentId: string
  beforeAll(async () => {
    server = await startTestServer()
    agentId = await register(server)
  })
  afterAll(() => server.close())

  const say = (operation: string, body: object) =>
    server.api('PATCH', `/integrations/shop/operations/${operation}`, { body })

  it('is not needed where the name says what the method does not, and the evidence is shown', async () => {
    expect(await show(server, 'delete_order')).toEqual({
      effect: 'delete',
      effectOrigin: 'inferred',
      effectEvidence: [
        { by: 'protocol', says: 'action', because: 'POST' },
        { by: 'name', says: 'delete', because: 'delete of delete_order' },
      ],
    })
    expect((await show(server, 'issueListIssues')).effect).toBe('read')
  })

  it('lowers an effect with a reason only, is audited, shown in lists and kept by the next discovery', async () => {
    const refused = await say('orderMatch', { effect: 'read' })
    expect([refused.status, refused.body['code']]).toEqual([400, 'validation_error'])
    expect((await say('orderMatch', { effect: 'read', reason: '    ' })).status).toBe(400)
    await must(say('orderMatch', { effect: 'read', reason: 'It only compares orders.' }))
    const list = await must(server.api('GET', '/integrations/shop/operations?effect=read'))
    expect(list.text).toContain('orderMatch')
    expect(list.text).toContain('issueListIssues')
    await must(
      server.api('PUT', '/integrations/shop/source', { body: JSON.stringify({ ...shop, tags: [] }) }),
    )
    await must(server.api('POST', '/integrations/shop/discover', { headers: { prefer: 'wait=30' } }))
    const shown = await show(server, 'orderMatch')
    expect([shown.effect, shown.effectOrigin, shown.effectEvidence.at(-1)]).toEqual([
      'read',
      'operator',
      { by: 'operator', says: 'read', because: 'It only compares orders.' },
    ])
    const audit = await must(server.api('GET', '/audit?limit=100'))
    expect(audit.text).toContain('integration.effect_lowered')
    expect(audit.text).toContain('It only compares orders.')
  })

  it('stops the skills of an operation that it makes graver, until it is taken back', async () => {
    const skillId = await publish(server, agentId, 'issueListIssues')
    const run = () =>
      server.api('POST', `/agents/${agentId}/skills/${skillId}/execute?dryRun=true`, { body: { params: {} } })
    expect((await run()).status).toBe(200)
    const raised = await must(say('issueListIssues', { effect: 'delete' }))
    expect(raised.data).toMatchObject({
      affectedSkills: [
        {
          skillId,
          verdict: 'security',
          reasons: ['issueListIssues: Its effect was read and is delete now.'],
        },
      ],
    })
    const stopped = await server.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, {
      body: { params: {} },
    })
    expect(stopped.body['code']).toBe('skill_stale')
    await must(say('issueListIssues', { effect: null, reason: 'That was a mistake.' }))
    expect((await run()).status).toBe(200)
  })

  it('gives way, and stops the skill, when the operation becomes graver than what the operator saw', async () => {
    const skillId = await publish(server, agentId, 'orderMatch')
    const run = () =>
      server.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, {
        body: { params: { order_number: '1' } },
      })
    expect((await run()).status).toBe(200)
    const { post } = shop.paths['/orders/match']
    const graver = { ...shop, paths: { ...shop.paths, '/orders/match': { delete: post } } }
    await must(server.api('PUT', '/integrations/shop/source', { body: JSON.stringify(graver) }))
    await must(server.api('POST', '/integrations/shop/discover', { headers: { prefer: 'wait=30' } }))
    const shown = await show(server, 'orderMatch')
    expect([shown.effect, shown.effectOrigin]).toEqual(['delete', 'declared'])
    expect(shown.effectEvidence.at(-1)?.because).toContain('no longer holds')
    const reads = await must(server.api('GET', '/integrations/shop/operations?effect=read'))
    expect(reads.text).not.toContain('orderMatch')
    expect((await run()).body['code']).toBe('skill_stale')
    await must(say('orderMatch', { effect: 'read', reason: 'It still only compares orders.' }))
    expect((await show(server, 'orderMatch')).effect).toBe('read')
  })

  it('is refused for an operation that is not there', async () => {
    const answered = await say('delete_ordr', { effect: 'read', reason: 'whatever' })
    expect([answered.status, answered.body['detail']]).toEqual([
      404,
      '"shop" has no operation "delete_ordr". Did you mean "delete_order"?',
    ])
  })
})

/** Puts the catalog back into the shape in which it was stored before effects had evidence. */
async function age({ server, organizationId }: TestServer): Promise<void> {
  const { store } = server.services
  const { row, catalog } = await store.run(organizationId, async (transaction) => {
    const integration = await findIntegration(transaction, 'shop')
    const found = integration?.catalogId ? await findCatalog(transaction, integration.catalogId) : undefined
    if (found === undefined) throw new Error('The catalog must be there.')
    return { row: found, catalog: await openCatalog(transaction, found) }
  })
  const of = { organizationId, catalog }
  const operations = await loadParts(server.services, { ...of, kind: 'operation' }, readOperation)
  const old: SchemaCatalog = {
    ...readHead(row.head),
    objects: await loadParts(server.services, { ...of, kind: 'object' }, readObject),
    relationships: await loadParts(server.services, { ...of, kind: 'relationship' }, readRelationship),
    operations: operations.map(asBefore),
  }
  const fingerprint = new CatalogFingerprint(catalogHead(old))
  const pages: CatalogPages = { bodies: [], index: [] }
  for await (const { holds, hash, bytes } of toPages(old, new Set(), (entry) => fingerprint.add(entry))) {
    pages[holds].push(hash)
    if (bytes === undefined) continue
    await store.run(organizationId, (transaction) =>
      insertCatalogPages(transaction, [{ organizationId, hash, bytes }]),
    )
  }
  const next = { id: newCatalogId(), hash: fingerprint.digest(), pages, effectsVersion: 0 }
  await store.run(organizationId, (transaction) => replaceCatalog(transaction, row, next))
}

function asBefore({ effectEvidence: _evidence, ...operation }: Operation): Operation {
  return operation.name === 'delete_order'
    ? { ...operation, effect: 'action', effectOrigin: 'inferred' }
    : operation
}

describe('a store that was written before effects had evidence', () => {
  it('is judged anew at the start, without its provider, and what became graver stops', async () => {
    const dataDirectory = await copyTemplate()
    try {
      const before = await startTestServer({ dataDirectory })
      const agentId = await register(before)
      await age(before)
      expect((await show(before, 'delete_order')).effect).toBe('action')
      const risky = await publish(before, agentId, 'delete_order')
      const harmless = await publish(before, agentId, 'issueListIssues')
      await before.close()

      const after = await startTestServer({ dataDirectory })
      expect((await show(after, 'delete_order')).effect).toBe('delete')
      const params = { params: { order_number: '7' } }
      const run = (skillId: string, body: object) =>
        after.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body })
      const stopped = await run(risky, params)
      expect(stopped.body['code']).toBe('skill_stale')
      const drift = await must(after.api('GET', `/agents/${agentId}/skills/${risky}/drift`))
      expect(drift.data).toMatchObject({
        verdict: 'security',
        reasons: [
          'delete_order: Its effect was action and is delete now. That is said by its name: delete of delete_order.',
        ],
      })
      expect((await run(harmless, { params: {} })).body['code']).not.toBe('skill_stale')
      await after.close()
    } finally {
      rmSync(dataDirectory, { recursive: true, force: true })
    }
  })
})
