import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { acceptanceKinds, type StartedKind } from './testing/acceptance-kinds.ts'
import { errorCodes, idOf, must } from './testing/clinic-server.ts'
import type { ApiAnswer } from './testing/test-server.ts'

const Summary = z.object({
  objectCount: z.int(),
  fieldCount: z.int(),
  edgeCount: z.int(),
  operationCount: z.int(),
  catalogHash: z.string(),
})
const Schema = z.object({
  catalogHash: z.string(),
  objects: z.array(z.object({ fields: z.array(z.unknown()) })),
  edges: z.array(z.unknown()),
  operations: z.array(z.unknown()),
})
const Gates = z.object({
  isWrite: z.boolean(),
  isEnabled: z.boolean(),
  requiresConfirmation: z.boolean(),
  nonParallelizable: z.boolean(),
  requiresVerifiedIdentity: z.boolean(),
})
const Origins = z.object({
  outputs: z.array(
    z.object({ output: z.string(), fields: z.array(z.object({ object: z.string(), field: z.string() })) }),
  ),
})
const Checked = z.object({ ok: z.boolean(), checks: z.array(z.object({ ok: z.boolean() })).min(1) })

for (const kind of acceptanceKinds) {
  const { type, start, read, blocked, create, update } = kind
  describe.skipIf(start === undefined)(`the acceptance checks of ${type}`, () => {
    let started: StartedKind
    let agentId: string
    let summary: z.output<typeof Summary>
    let count = 0
    const api: StartedKind['server']['api'] = (...call) => started.server.api(...call)
    const bind = (binding: Omit<BindingInputDocument, 'toolName'>): Promise<ApiAnswer> =>
      api('POST', `/agents/${agentId}/integrations/provider/bindings`, {
        body: { ...binding, toolName: `Skill ${(count += 1)}` },
      })

    beforeAll(async () => {
      if (start === undefined) return
      started = await start()
      const found = await must(
        api('POST', '/integrations/provider/discover', { headers: { prefer: 'wait=60' } }),
      )
      summary = Summary.parse(found.data)
      agentId = idOf(await must(api('POST', '/agents', { body: { name: 'front-desk' } })))
    })
    afterAll(() => started.close())

    it('tells who exposes a field and where an output comes from', async () => {
      const skillId = idOf(await must(bind(read)))
      const query = new URLSearchParams({ object: blocked.object, field: blocked.field })
      const exposed = await must(api('GET', `/integrations/provider/lineage?${query}`))
      const own = await must(api('GET', `/agents/${agentId}/skills/${skillId}/lineage`))
      const { outputs } = Origins.parse(own.data)
      const from = outputs.find(({ fields }) => fields.some(({ field }) => field === blocked.field))
      expect(from?.fields).toEqual([blocked])
      expect(exposed.data).toMatchObject({
        isInCatalog: true,
        uses: [{ skillId, inDraft: true, isLive: false, exposedAs: [from?.output] }],
      })
    })

    it('3: sums up what the catalog holds', async () => {
      const schema = Schema.parse((await must(api('GET', '/integrations/provider/schema'))).data)
      expect(summary).toEqual({
        catalogHash: schema.catalogHash,
        objectCount: schema.objects.length,
        fieldCount: schema.objects.reduce((sum, object) => sum + object.fields.length, 0),
        edgeCount: schema.edges.length,
        operationCount: schema.operations.length,
      })
      expect(summary.operationCount).toBeGreaterThan(5)
    })

    it('4: has no schema before it is discovered', async () => {
      for (const path of ['objects', 'schema', 'operations', `objects/${blocked.object}`]) {
        const answer = await api('GET', `/integrations/unread/${path}`)
        expect([path, answer.status, answer.body['code']]).toEqual([path, 404, 'schema_not_discovered'])
      }
    })

    it('5: hides a blocked field and object everywhere until the lists are cleared', async () => {
      const place = '/integrations/provider'
      const block = (blockedFields: readonly string[], blockedObjects: readonly string[]) =>
        must(api('PATCH', `${place}/scoping`, { body: { blockedFields, blockedObjects } }))
      const shown = async () => (await api('GET', `${place}/objects/${blocked.object}`)).text
      const isNamed = (text: string): boolean => text.includes(`"name":"${blocked.field}"`)
      const before = isNamed(await shown())
      await block([`${blocked.object}.${blocked.field}`], [])
      const field = [isNamed(await shown()), errorCodes(await bind(read))]
      await block([], [blocked.object])
      const search = await api('GET', `${place}/objects?search=${blocked.object}`)
      const schema = await api('GET', `${place}/schema`)
      const object = [
        (await api('GET', `${place}/objects/${blocked.object}`)).status,
        ...[search, schema].map(({ text }) => text.includes(`"name":"${blocked.object}"`)),
        errorCodes(await bind(read)),
      ]
      await block([], [])
      expect([before, field, object, isNamed(await shown()), (await bind(read)).status]).toEqual([
        true,
        // A database may add that it compares a filter loosely: that refuses nothing.
        [false, expect.arrayContaining(['scoped_out'])],
        [404, false, false, ['scoped_out']],
        true,
        201,
      ])
    })

    it('6: refuses a required input that is left unbound, and takes a constant for it', async () => {
      const refused = await bind(kind.incomplete)
      const [code] = errorCodes(refused)
      expect([refused.status, refused.body['code'], code]).toEqual([
        422,
        'binding_invalid',
        expect.stringMatching(/^(?:input_required_unbound|argument_required)$/),
      ])
      expect((await bind(kind.completed)).status).toBe(201)
    })

    it('7: lands a write disabled, behind its gates, and says so', async () => {
      const created = await must(bind({ ...create, enabled: true }))
      const gates = { isWrite: true, isEnabled: false, requiresConfirmation: true, nonParallelizable: true }
      expect(Gates.parse(created.data)).toEqual({ ...gates, requiresVerifiedIdentity: false })
      expect(created.text).toContain('write_lands_disabled')
      if (update === undefined) return
      const updated = await must(bind({ ...update, enabled: true }))
      expect(Gates.parse(updated.data)).toEqual({ ...gates, requiresVerifiedIdentity: true })
    })

    it.each(kind.refused)('8, 9: refuses %s', async (_, binding, code) => {
      const answer = await bind(binding)
      const codes = answer.status === 400 ? [answer.body['code']] : errorCodes(answer)
      expect([answer.status, codes]).toEqual([expect.toBeOneOf([400, 422]), expect.arrayContaining([code])])
    })

    it.each(kind.accepted)('8, 9: accepts %s', async (_, binding) => {
      expect((await bind(binding)).status).toBe(201)
    })

    it('10: refuses a private host', async () => {
      const answer = await api('POST', started.unreachable.path, { body: started.unreachable.body })
      expect([answer.status, answer.body['code']]).toEqual([403, 'egress_blocked'])
    })

    it('10: answers a connection test with 200, whatever it finds', async () => {
      const test = (body: object) => api('POST', '/integrations/provider/test', { body })
      const good = await test({ environment: 'production' })
      const bad = await test({ environment: 'staging' })
      expect([good, bad].map(({ status }) => status)).toEqual([200, 200])
      expect([good, bad].map(({ data }) => Checked.parse(data).ok)).toEqual([true, false])
    })
  })
}
