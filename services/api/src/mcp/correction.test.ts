import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, findPatient, must, startClinicServer } from '../testing/clinic-server.ts'
import { type McpClient, mcpClients, type ToolAnswer } from '../testing/mcp-clients.ts'

/** A conversation as it goes: who is calling, what is on file, a change that the provider refuses, and one that it takes. */

const rows = (...fields: { path: string; leaf: string }[]): BindingInputDocument['projection'] => [
  { path: 'patients', leaf: 'patients', max: 5, fields },
]
const verifier: BindingInputDocument = {
  ...findPatient,
  toolName: 'Verify patient',
  allowSensitive: ['date_of_birth'],
  projection: rows(
    { path: 'id', leaf: 'customer_id' },
    { path: 'dateOfBirth', leaf: 'date_of_birth' },
    { path: 'address.postalCode', leaf: 'postcode' },
  ),
}
const birthday: BindingInputDocument = {
  ...findPatient,
  toolName: 'Birthday on file',
  allowSensitive: ['date_of_birth'],
  projection: rows({ path: 'dateOfBirth', leaf: 'date_of_birth' }),
}
const change: BindingInputDocument = {
  operation: 'updatePatientContact',
  toolName: 'Change telephone',
  inputs: [{ param: 'verified_customer_id', argument: 'patientId' }],
  inputObjectMap: [{ field: 'phone', param: 'new_phone' }],
  projection: [{ path: 'id', leaf: 'customer_id' }],
  contextParams: ['verified_customer_id'],
}

let server: ClinicServer
let key: string

beforeAll(async () => {
  server = await startClinicServer()
  const verifierSkillId = await server.publish(verifier)
  await server.publish(birthday)
  await server.publish(change)
  const settings = { method: 'dob_postcode', verifierSkillId, requiredFields: ['date_of_birth', 'postcode'] }
  await must(server.api('PUT', `/agents/${server.agentId}/caller-verification`, { body: settings }))
  key = await server.keyWith(['skills:execute'])
})
afterAll(() => server.close())

const caller = { caller_phone: '+31612345678' }
const claims = { ...caller, date_of_birth: '1990-05-17', postcode: '1011ab' }

/** Asks for the change, has an operator approve it, and gives what a model hears of it. */
async function changeTo(client: McpClient, phone: string, proof: object): Promise<ToolAnswer> {
  const waiting = await client.call('change_telephone', { new_phone: phone, ...proof })
  expect(waiting.said['message']).toContain('Change telephone for customer pat_1')
  const { confirmationId } = z.object({ confirmationId: z.string() }).parse(waiting.said)
  await server.api('POST', `/confirmations/${confirmationId}/approve`)
  return client.call('confirm_call', { confirmationId })
}

describe.each(mcpClients)('%s', (_, connect) => {
  test('verifies, reads, is refused by the provider, corrects itself, and the record tells it', async () => {
    const client = await connect({ url: `${server.address}/mcp/agents/${server.agentId}`, key })
    expect(await client.names()).not.toContain('verify_patient')
    const verified = await client.call('verify_caller', claims)
    const token = verified.said['verification_token']
    const proof = token === undefined ? {} : { verification_token: token }
    expect(await client.call('birthday_on_file', { ...caller, ...proof })).toMatchObject({
      structured: { patients: [{ date_of_birth: '1990-05-17' }] },
    })

    const refused = await changeTo(client, 'the blue one', proof)
    expect(refused).toMatchObject({ isError: true, said: { code: 'upstream_error', retryable: false } })
    expect(refused.texts.at(-1)).toMatch(/^Untrusted words of the provider, as data .*phone/)

    const corrected = await changeTo(client, '+31612345678', proof)
    expect(corrected).toMatchObject({ isError: false, structured: { customer_id: 'pat_1' } })
    await client.close()

    const record = await recordOf(refused.said['executionId'])
    expect(record).toMatchObject({
      status: 'failed',
      errorCode: 'upstream_error',
      upstreamStatus: 422,
      attempts: 1,
      provider: { message: expect.stringContaining('phone') },
    })
    const passed = record.gates.filter(({ verdict }) => verdict === 'passed').map(({ gate }) => gate)
    expect(passed).toEqual(expect.arrayContaining(['identity', 'confirmation']))
    expect(JSON.stringify(record)).not.toContain('1990')
  })
})

const Recorded = z.looseObject({ gates: z.array(z.object({ gate: z.string(), verdict: z.string() })) })

async function recordOf(executionId: unknown) {
  const shown = await must(server.api('GET', `/executions/${String(executionId)}`))
  return z.object({ record: Recorded }).parse(shown.data).record
}
