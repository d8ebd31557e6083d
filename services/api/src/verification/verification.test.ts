import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, findPatient, must, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer
let skills: { readonly verifier: string; readonly change: string }

/** Finds the caller by telephone number; what it finds is compared with what the caller says. */
const verifier: BindingInputDocument = {
  ...findPatient,
  toolName: 'Verify patient',
  allowSensitive: ['date_of_birth'],
  projection: [
    {
      path: 'patients',
      leaf: 'patients',
      max: 5,
      fields: [
        { path: 'id', leaf: 'customer_id' },
        { path: 'dateOfBirth', leaf: 'date_of_birth' },
        { path: 'address.postalCode', leaf: 'postcode' },
      ],
    },
  ],
}

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
  skills = { verifier: await server.publish(verifier), change: await server.publish(change) }
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
