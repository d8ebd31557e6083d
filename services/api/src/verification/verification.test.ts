import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  clinicKey,
  type ClinicServer,
  verifyPatient,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'
import { scopes } from '@bindery/platform/kernel'

let server: ClinicServer
let skills: { readonly verifier: string; readonly change: string }

/** Changes the record of the verified caller, and of nobody else: the agent cannot name the patient. */
const change: BindingInputDocument = {
  operation: 'updatePatientContact',
  toolName: 'Change e-mail',
  inputs: [{ param: 'verified_customer_id', argument: 'patientId' }],
  inputObjectMap: [{ field: 'email', param: 'customer_email' }],
  projection: [{ path: 'id', leaf: 'customer_id' }],
  contextParams: ['verified_customer_id'],
}

const verification = {
  method: 'dob_postcode',
  requiredFields: ['date_of_birth', 'postcode'],
  tokenTtlSeconds: 600,
  maxAttempts: 3,
}

beforeAll(async () => {
  server = await startClinicServer()
  skills = { verifier: await server.publish(verifyPatient), change: await server.publish(change) }
  await must(
    server.api('PUT', `/agents/${server.agentId}/caller-verification`, {
      body: { ...verification, verifierSkillId: skills.verifier },
    }),
  )
})
afterAll(() => server.close())

const ada = { caller_phone: '+31612345678', date_of_birth: '1990-05-17', postcode: '1011ab' }
const verify = (conversationId: string, claims: object) =>
  server.api('POST', `/agents/${server.agentId}/verifications`, {
    body: { method: 'dob_postcode', claims, conversationId },
  })
const tokenOf = async (conversationId: string, claims: object): Promise<string> =>
  z.object({ verificationToken: z.string() }).parse((await must(verify(conversationId, claims))).data)
    .verificationToken

const execute = (body: object) =>
  server.api('POST', `/agents/${server.agentId}/skills/${skills.change}/execute`, {
    body: { params: { customer_email: 'ada.new@example.com' }, ...body },
  })

describe('a verified caller', () => {
  it('changes their own record, which the agent cannot name', async () => {
    const verificationToken = await tokenOf('c-1', ada)
    const waiting = await must(execute({ conversationId: 'c-1', verificationToken }))
    const { confirmationId, preview } = z
      .object({ confirmationId: z.string(), preview: z.unknown() })
      .parse(waiting.data)
    expect(JSON.stringify(preview)).toContain('/patients/pat_1')
    const done = await must(server.api('POST', `/confirmations/${confirmationId}/approve`))
    expect(done.data).toMatchObject({ status: 'ok', output: { customer_id: 'pat_1' } })
  })

  it('is never shown what was compared', async () => {
    const answer = await must(verify('c-1', ada))
    expect(answer.text).not.toContain('1990')
    expect(answer.text).not.toContain('1011')
    const log = await must(server.api('GET', '/executions?limit=100'))
    expect(log.text).not.toContain('1990-05-17')
  })

  it('is verified for that conversation only', async () => {
    const verificationToken = await tokenOf('c-2', ada)
    const other = await execute({ conversationId: 'c-3', verificationToken })
    expect([other.status, other.body['code']]).toEqual([400, 'validation_error'])
    const invented = await execute({ conversationId: 'c-2', verificationToken: 'bvt_invented' })
    expect(invented.status).toBe(400)
  })

  it('of development is nobody in production', async () => {
    const { baseUrl } = server.clinic
    await must(
      server.api('PATCH', '/integrations/clinic', { body: { environments: { development: { baseUrl } } } }),
    )
    const credentials = { api_key: clinicKey, in: 'header', name: 'X-Clinic-Key' }
    await must(
      server.api('POST', '/integrations/clinic/connect', {
        body: { environment: 'development', credentials },
      }),
    )
    const call = server.client(await server.keyWith(scopes, 'development'))
    const body = { method: 'dob_postcode', claims: ada, conversationId: 'c-dev' }
    const verified = await must(call('POST', `/agents/${server.agentId}/verifications`, { body }))
    const { verificationToken } = z.object({ verificationToken: z.string() }).parse(verified.data)
    const refused = await execute({ conversationId: 'c-dev', verificationToken })
    expect([refused.status, refused.body['code']]).toEqual([400, 'validation_error'])
  })

  it('cannot be named by the runtime or by the model', async () => {
    const context = { verified_customer_id: 'pat_2' }
    expect((await execute({ conversationId: 'c-4', context })).status).toBe(400)
    const params = { customer_email: 'x@example.com', verified_customer_id: 'pat_2' }
    const verificationToken = await tokenOf('c-4', ada)
    expect((await execute({ conversationId: 'c-4', params, verificationToken })).status).toBe(400)
  })
})

describe('claims that do not match', () => {
  it('are refused with the attempts that are left, then lock, and another conversation does not help', async () => {
    const wrong = { caller_phone: '+31687654321', date_of_birth: '1991-01-01', postcode: '1011ab' }
    const left: unknown[] = []
    for (let attempt = 0; attempt < 3; attempt++) {
      const refused = await verify(`lock-${attempt}`, wrong)
      expect([refused.status, refused.body['code']]).toEqual([403, 'identity_not_verified'])
      left.push(refused.body['attemptsLeft'])
    }
    expect(left).toEqual([2, 1, 0])
    const locked = await verify('lock-9', wrong)
    expect([locked.status, locked.body['code']]).toEqual([429, 'verification_locked'])
    expect(locked.headers.get('retry-after')).toBe('900')
    expect((await verify('c-5', ada)).status).toBe(200)
  })

  it('lock by the person, however the claims that find them are spelt', async () => {
    const phones = ['+31687650000', '+31 6 87650000', '+31-687-650-000', '+31 (6) 87650000']
    const codes: unknown[] = []
    for (const caller_phone of phones) {
      const claims = { caller_phone, date_of_birth: '1991-01-01', postcode: '1011ab' }
      codes.push((await verify(`spelt ${caller_phone}`, claims)).body['code'])
    }
    expect(codes).toEqual([...phones.slice(1).map(() => 'identity_not_verified'), 'verification_locked'])
  })

  it.each([
    [{ ...ada, caller_phone: '+31655500117', date_of_birth: '' }],
    [{ caller_phone: '+31655500117', postcode: ada.postcode }],
    [{ ...ada, caller_phone: '+31655500117', date_of_birth: true }],
    [{ ...ada, caller_phone: '+31600000000' }],
  ])('are %j', async (claims) => {
    const answer = await verify(`claims-${JSON.stringify(claims).length}`, claims)
    expect([answer.status, answer.body['code']]).toEqual([403, 'identity_not_verified'])
  })
})

describe('people who share what they are found by', () => {
  it('free nobody but themselves when they are verified', async () => {
    const shared = await startClinicServer()
    const at = `/agents/${shared.agentId}`
    const verifierSkillId = await shared.publish(verifyPatient)
    await must(shared.api('PUT', `${at}/caller-verification`, { body: { ...verification, verifierSkillId } }))
    const move = await fetch(`${shared.clinic.baseUrl}/patients/pat_2`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'x-clinic-key': clinicKey },
      body: JSON.stringify({ phone: ada.caller_phone }),
    })
    expect(move.status).toBe(200)
    let turn = 0
    const attempt = (claims: object) =>
      shared.api('POST', `${at}/verifications`, {
        body: { method: 'dob_postcode', claims, conversationId: `shared-${(turn += 1)}` },
      })
    const guess = { ...ada, postcode: '3024BC' }
    const codes: unknown[] = []
    for (const claims of [guess, guess, ada, guess, ada, guess])
      codes.push((await attempt(claims)).body['code'])
    await shared.close()
    expect(codes).toEqual([
      'identity_not_verified',
      'identity_not_verified',
      undefined,
      'identity_not_verified',
      undefined,
      'verification_locked',
    ])
  })
})

describe('saying how callers are verified', () => {
  const put = (body: object) =>
    server.api('PUT', `/agents/${server.agentId}/caller-verification`, {
      body: { ...verification, verifierSkillId: skills.verifier, ...body },
    })

  it('refuses a skill that writes and leaves that it does not give', async () => {
    expect((await put({ verifierSkillId: skills.change })).status).toBe(400)
    const missing = await put({ requiredFields: ['shoe_size'] })
    expect([missing.status, missing.body['code']]).toEqual([400, 'validation_error'])
    expect(missing.body['detail']).toContain('postcode')
  })

  it('asks for a fresh proof where a step-up is set', async () => {
    await must(put({ stepUpFor: ['update'], stepUpTtlSeconds: 10 }))
    const verificationToken = await tokenOf('c-6', ada)
    expect((await execute({ conversationId: 'c-6', verificationToken })).status).toBe(202)
    await must(put({}))
  })
})

describe('guardrails', () => {
  const put = (guardrails: readonly object[]) =>
    server.api('PUT', `/agents/${server.agentId}/guardrails`, { body: { guardrails } })

  it('hold at once for what is published, and are gone when they are replaced', async () => {
    const verificationToken = await tokenOf('c-7', ada)
    const call = { conversationId: 'c-7', verificationToken }
    await must(put([{ policyType: 'write_gate', config: { mode: 'deny' } }]))
    expect((await execute(call)).body['code']).toBe('state_not_allowed')
    await must(put([{ policyType: 'write_gate', config: { mode: 'deny' }, isEnabled: false }]))
    expect((await execute(call)).status).toBe(202)
    await must(put([]))
  })

  it('make a key without agents:write unable to approve', async () => {
    await must(put([{ policyType: 'write_gate', config: { mode: 'operator' } }]))
    const verificationToken = await tokenOf('c-8', ada)
    const waiting = await must(execute({ conversationId: 'c-8', verificationToken }))
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(waiting.data)
    const path = `/confirmations/${confirmationId}/approve`
    const clerk = server.client(await server.keyWith(['confirmations:write']))
    const refused = await clerk('POST', path)
    expect([refused.status, refused.body['requiredScope']]).toEqual([403, 'agents:write'])
    expect((await server.api('POST', path)).status).toBe(200)
    await must(put([]))
  })

  it.each([
    [
      [
        {
          policyType: 'business_hours',
          config: { timezone: 'Mars/Base', days: ['mon'], from: '09:00', to: '17:00' },
        },
      ],
    ],
    [[{ policyType: 'write_gate', config: { mode: 'perhaps' } }]],
    [[{ policyType: 'unheard_of', config: {} }]],
  ])('are refused when they are %j', async (body) => {
    const answer = await put(body)
    expect([answer.status, answer.body['code']]).toEqual([400, 'validation_error'])
  })
})
