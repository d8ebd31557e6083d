import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ClinicServer,
  findPatient,
  must,
  startClinicServer,
  verifyPatient,
} from '../testing/clinic-server.ts'
import { connectCurrent, mcpClients } from '../testing/mcp-clients.ts'

let server: ClinicServer
let key: string
let url: string

/** The birthday on file, for verified callers. */
const birthday: BindingInputDocument = {
  ...findPatient,
  toolName: 'Birthday on file',
  allowSensitive: ['date_of_birth'],
  projection: [
    {
      path: 'patients',
      leaf: 'patients',
      max: 5,
      fields: [{ path: 'dateOfBirth', leaf: 'date_of_birth' }],
    },
  ],
}

const change: BindingInputDocument = {
  operation: 'updatePatientContact',
  toolName: 'Change e-mail',
  inputs: [{ param: 'verified_customer_id', argument: 'patientId' }],
  inputObjectMap: [{ field: 'email', param: 'customer_email' }],
  projection: [{ path: 'id', leaf: 'customer_id' }],
  contextParams: ['verified_customer_id'],
}

beforeAll(async () => {
  server = await startClinicServer()
  const verifierSkillId = await server.publish(verifyPatient)
  await server.publish(birthday)
  await server.publish(change)
  const settings = {
    method: 'dob_postcode',
    verifierSkillId,
    requiredFields: ['date_of_birth', 'postcode'],
    tokenTtlSeconds: 600,
    maxAttempts: 3,
  }
  await must(server.api('PUT', `/agents/${server.agentId}/caller-verification`, { body: settings }))
  key = await server.keyWith(['skills:execute', 'confirmations:write'])
  url = `${server.address}/mcp/agents/${server.agentId}`
})
afterAll(() => server.close())

const caller = { caller_phone: '+31612345678' }
const ada = { ...caller, date_of_birth: '1990-05-17', postcode: '1011ab' }
const found = { patients: [{ date_of_birth: '1990-05-17' }] }

describe.each(mcpClients)('%s', (name, connect) => {
  test('verifies a caller, who then reads and changes what is their own', async () => {
    const client = await connect({ url, key })
    expect(await client.names()).toContain('verify_caller')
    const unverified = await client.call('birthday_on_file', caller)
    expect(unverified).toMatchObject({ isError: true, said: { code: 'identity_not_verified' } })
    expect(String(unverified.said['next'])).toContain('verify_caller')

    const verified = await client.call('verify_caller', ada)
    expect(verified).toMatchObject({ isError: false, said: { status: 'verified' } })
    expect(JSON.stringify(verified)).not.toContain('1990')
    const token = verified.said['verification_token']
    const proof = token === undefined ? {} : { verification_token: token }
    expect(name.includes('stateless') ? typeof token : 'string').toBe('string')

    expect(await client.call('birthday_on_file', { ...caller, ...proof })).toMatchObject({
      isError: false,
      structured: found,
    })
    const waiting = await client.call('change_e_mail', { customer_email: 'ada@new.example', ...proof })
    expect(waiting.said).toMatchObject({
      status: 'confirmation_required',
      message: expect.stringContaining(
        'Change e-mail for customer pat_1, with customer email ada@new.example.',
      ),
    })
    expect(JSON.stringify(waiting)).not.toMatch(/http|\/patients|PATCH|headers/i)
    await client.close()
  })
})

const stateless = (person?: Parameters<typeof connectCurrent>[0]['person']) =>
  connectCurrent({ url, key, ...(person === undefined ? {} : { person }) }, '2026-07-28')

test('claims that do not match are refused with what is left, and nothing that is known', async () => {
  const client = await stateless()
  const wrong = { caller_phone: '+31687654321', date_of_birth: '1991-01-01', postcode: '1011ab' }
  const left = []
  for (let attempt = 0; attempt < 3; attempt++)
    left.push((await client.call('verify_caller', wrong)).said['attemptsLeft'])
  expect(left).toEqual([2, 1, 0])
  expect((await client.call('verify_caller', wrong)).said).toMatchObject({ code: 'verification_locked' })
  await client.close()
})

test.each(['made-up', 'c.bvt_made-up', 7])('a proof that is %j opens nothing', async (verification_token) => {
  const client = await stateless()
  const answer = await client.call('birthday_on_file', { ...caller, verification_token })
  expect(answer.said).toMatchObject({ code: 'identity_not_verified' })
  await client.close()
})

test('what is verified in one session is not known to another', async () => {
  const [one, other] = [
    await connectCurrent({ url, key }, 'legacy'),
    await connectCurrent({ url, key }, 'legacy'),
  ]
  await one.call('verify_caller', ada)
  expect((await one.call('birthday_on_file', caller)).isError).toBe(false)
  expect((await other.call('birthday_on_file', caller)).said).toMatchObject({ code: 'identity_not_verified' })
  await one.close()
  await other.close()
})

test('a client that names the conversation of a session needs the token all the same', async () => {
  const client = await connectCurrent({ url, key }, 'legacy')
  await client.call('verify_caller', ada)
  const answer = await client.call('birthday_on_file', caller, { conversationId: 'mcp:other' })
  expect(answer.said).toMatchObject({ code: 'identity_not_verified' })
  await client.close()
})

describe('a person at the client', () => {
  test('is asked who is calling', async () => {
    const asked: string[] = []
    const person = (message: string) => {
      asked.push(message)
      return { action: 'accept' as const, content: ada }
    }
    const client = await stateless(person)
    expect(await client.call('birthday_on_file', caller)).toMatchObject({ isError: false, structured: found })
    expect(asked).toEqual(['This is for verified callers only. Who is calling?'])
    await client.close()
  })

  test('is asked who is calling and then whether to go on, in plain words', async () => {
    const asked: string[] = []
    const client = await stateless((message) => {
      asked.push(message)
      return { action: 'accept', content: asked.length === 1 ? ada : { approve: true } }
    })
    const answer = await client.call('change_e_mail', { customer_email: 'ada@newer.example' })
    expect(answer).toMatchObject({ isError: false, structured: { customer_id: 'pat_1' } })
    expect(asked[1]).toBe(
      [
        'Change e-mail for customer pat_1, with customer email ada@newer.example. This changes data in clinic.',
        '',
        'customer email: ada@newer.example',
      ].join('\n'),
    )
    await client.close()
  })

  test.each([
    ['says nothing', { action: 'decline' as const }],
    ['says what does not match', { action: 'accept' as const, content: { ...ada, postcode: '9999zz' } }],
  ])('who %s gets nothing', async (_, said) => {
    const client = await stateless(() => said)
    const answer = await client.call('birthday_on_file', { caller_phone: '+31655500117' })
    expect(answer).toMatchObject({ isError: true, said: { code: 'identity_not_verified' } })
    await client.close()
  })
})

test('an agent whose callers cannot be verified has no such tool', async () => {
  const other = await startClinicServer()
  await other.publish(findPatient)
  const client = await connectCurrent(
    { url: `${other.address}/mcp/agents/${other.agentId}`, key: await other.keyWith(['skills:execute']) },
    '2026-07-28',
  )
  expect(await client.names()).toEqual(['find_patient'])
  await client.close()
  await other.close()
})
