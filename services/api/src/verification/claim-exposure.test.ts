import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, findPatient, idOf, must, startClinicServer } from '../testing/clinic-server.ts'

let agents = 0
let server: ClinicServer
let verifierId: string
let agentPath: string

const rowsOf = (...fields: readonly { path: string; leaf: string }[]): BindingInputDocument['projection'] => [
  { path: 'patients', leaf: 'patients', max: 5, fields: [{ path: 'id', leaf: 'customer_id' }, ...fields] },
]

const verifier: BindingInputDocument = {
  ...findPatient,
  toolName: 'Verify patient',
  projection: rowsOf({ path: 'address.postalCode', leaf: 'postcode' }),
}
/** Tells the postcode under another name. */
const leak: BindingInputDocument = {
  ...findPatient,
  toolName: 'Find address',
  projection: rowsOf({ path: 'address.postalCode', leaf: 'zip' }),
}

const Tools = z.array(z.object({ function: z.object({ name: z.string() }) }))
const toolNames = async () =>
  Tools.parse((await must(server.api('GET', `${agentPath}/tools`))).data).map((tool) => tool.function.name)
const settings = () => ({
  method: 'account_pin',
  verifierSkillId: verifierId,
  requiredFields: ['postcode'],
})
const verification = () => server.api('PUT', `${agentPath}/caller-verification`, { body: settings() })
const patch = (skillId: string, body: object) =>
  server.api('PATCH', `${agentPath}/skills/${skillId}`, { body })
const ada = { caller_phone: '+31612345678' }

beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  const agent = idOf(await must(server.api('POST', '/agents', { body: { name: `desk-${agents++}` } })))
  agentPath = `/agents/${agent}`
  verifierId = await publish(verifier)
})

async function bind(binding: BindingInputDocument): Promise<string> {
  const created = { ...binding, enabled: false }
  return idOf(await must(server.api('POST', `${agentPath}/integrations/clinic/bindings`, { body: created })))
}

async function publish(binding: BindingInputDocument): Promise<string> {
  const skillId = await bind(binding)
  await must(patch(skillId, { isEnabled: true }))
  await must(server.api('POST', `${agentPath}/publish`))
  return skillId
}

describe('the skill that verifies callers', () => {
  it('becomes internal, which is said, and is no tool and no skill for agents any more', async () => {
    expect(await toolNames()).toEqual(['verify_patient'])
    const put = await must(verification())
    expect(put.body['warnings']).toEqual([
      expect.objectContaining({
        code: 'verifier_internal',
        message: expect.stringContaining('"verify_patient"'),
      }),
    ])
    expect(await toolNames()).toEqual([])
    const execute = `${agentPath}/skills/${verifierId}/execute`
    const refused = await server.api('POST', execute, { body: { params: ada } })
    expect([refused.status, refused.body['code']]).toEqual([404, 'not_found'])
    const dry = await server.api('POST', `${execute}?dryRun=true`, { body: { params: ada } })
    expect(dry.status).toBe(404)
    const draft = await server.api('POST', execute, { body: { params: ada, draftMode: true } })
    expect(draft.status).toBe(200)
    const verified = await server.api('POST', `${agentPath}/verifications`, {
      body: { method: 'account_pin', claims: { ...ada, postcode: '1011 AB' }, conversationId: 'c-1' },
    })
    expect(verified.status).toBe(200)
    expect((await must(verification())).body['warnings'] ?? []).toEqual([])
  })

  it('is refused by its name as a skill that there is not', async () => {
    await must(verification())
    const refusal = async (name: string) => {
      const execute = `${agentPath}/skills/${name}/execute`
      const { status, body } = await server.api('POST', execute, { body: { params: ada } })
      return [status, String(body['detail']).replace(name, 'it')]
    }
    expect(await refusal('verify_patient')).toEqual(await refusal('no_such_skill'))
  })

  it('cannot be given back to agents while it tells what it asks', async () => {
    await must(verification())
    const given = await patch(verifierId, { exposure: 'agents' })
    expect([given.status, given.body['code']]).toEqual([409, 'claim_exposed'])
  })
})

describe('a claim that another skill tells without verification', () => {
  it('is refused when it is required, with the skill and the ways out', async () => {
    const leakId = await publish(leak)
    const refused = await verification()
    expect([refused.status, refused.body['code']]).toEqual([409, 'claim_exposed'])
    expect(refused.body['exposed']).toEqual([
      { claim: 'postcode', skillId: leakId, functionName: 'find_address', output: 'patients.zip' },
    ])
    await must(patch(leakId, { exposure: 'internal' }))
    await must(verification())
  })

  it('is refused when the skill is enabled, published or given to agents later', async () => {
    await must(verification())
    const leakId = await bind(leak)
    const enabled = await patch(leakId, { isEnabled: true })
    expect(enabled.body['code']).toBe('claim_exposed')
    await must(patch(leakId, { exposure: 'internal' }))
    await must(patch(leakId, { isEnabled: true }))
    await must(server.api('POST', `${agentPath}/publish`))
    expect((await patch(leakId, { exposure: 'agents' })).body['code']).toBe('claim_exposed')
  })

  it('is refused when a binding that is harmless itself would switch the skill on again', async () => {
    const leakId = await publish(leak)
    await must(patch(leakId, { isEnabled: false }))
    await must(verification())
    const harmless = { ...leak, projection: rowsOf({ path: 'address.city', leaf: 'city' }) }
    const path = `${agentPath}/integrations/clinic/bindings/${leakId}`
    expect((await server.api('PUT', path, { body: harmless })).body['code']).toBe('claim_exposed')
    await must(server.api('PUT', path, { body: { ...harmless, enabled: false } }))
  })

  it('is refused by a rollback to a version that tells it', async () => {
    const leakId = await publish(leak)
    const told = await must(server.api('GET', `${agentPath}/versions`))
    const [version] = z.array(z.object({ id: z.string() })).parse(told.data)
    const harmless = { ...leak, projection: rowsOf({ path: 'address.city', leaf: 'city' }) }
    await must(server.api('PUT', `${agentPath}/integrations/clinic/bindings/${leakId}`, { body: harmless }))
    await must(patch(leakId, { isEnabled: true }))
    await must(server.api('POST', `${agentPath}/publish`))
    await must(verification())
    const back = await server.api('POST', `${agentPath}/rollback`, { body: { versionId: version?.id } })
    expect(back.body['code']).toBe('claim_exposed')
    const restored = await server.api('POST', `${agentPath}/versions/${version?.id}/restore`)
    expect(restored.body['code']).toBe('claim_exposed')
  })

  it('is no matter behind a guardrail that asks for verification, which then stays', async () => {
    await publish(leak)
    const guardrail = { policyType: 'verify_before_disclose', config: { fromClass: 'none' } }
    await must(server.api('PUT', `${agentPath}/guardrails`, { body: { guardrails: [guardrail] } }))
    await must(verification())
    const removed = await server.api('PUT', `${agentPath}/guardrails`, { body: { guardrails: [] } })
    expect(removed.body['code']).toBe('claim_exposed')
  })
})
