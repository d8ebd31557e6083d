import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  type ClinicServer,
  findPatient,
  idOf,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const Report = z.object({
  draftHash: z.string(),
  egressHosts: z.array(z.string()),
  tokens: z.object({ openai: z.int(), mcp: z.int() }),
  skills: z.array(
    z.object({
      functionName: z.string(),
      sends: z.array(z.object({ argument: z.string(), parameter: z.string().nullable() })),
      hosts: z.array(z.object({ environment: z.string(), host: z.string(), connected: z.boolean() })),
      sensitiveOutputs: z.array(
        z.object({ output: z.string(), sensitivity: z.string(), waived: z.boolean() }),
      ),
      gates: z.array(z.object({ gate: z.string(), demand: z.string() })),
      tokens: z.object({ openai: z.int(), mcp: z.int() }),
    }),
  ),
  changes: z.array(z.object({ field: z.string(), kind: z.string() })),
  warnings: z.array(z.object({ code: z.string(), functionName: z.string().nullable() })),
})

async function newAgent(name: string): Promise<string> {
  return idOf(await must(server.api('POST', '/agents', { body: { name } })))
}

async function bind(agentId: string, binding: object): Promise<string> {
  const path = `/agents/${agentId}/integrations/clinic/bindings`
  return idOf(await must(server.api('POST', path, { body: binding })))
}

const report = async (agentId: string) =>
  Report.parse((await must(server.api('GET', `/agents/${agentId}/prepublish-report`))).data)

const withBirthDate = {
  ...findPatient,
  toolName: 'Find birth date',
  projection: [
    {
      path: 'patients',
      leaf: 'patients',
      max: 2,
      fields: [
        { path: 'fullName', leaf: 'customer_name' },
        { path: 'dateOfBirth', leaf: 'date_of_birth' },
      ],
    },
  ],
  allowSensitive: ['date_of_birth'],
}

describe('the pre-publish report', () => {
  it('tells what leaves, to where, behind which gates, at which cost', async () => {
    const agentId = await newAgent('reported')
    await bind(agentId, withBirthDate)
    await bind(agentId, bookAppointment)
    const found = await report(agentId)
    const host = new URL(server.clinic.baseUrl).host
    const [read, write] = found.skills
    expect(read).toMatchObject({
      functionName: 'find_birth_date',
      sends: [{ argument: 'phone', parameter: 'caller_phone' }],
      hosts: [{ environment: 'production', host, connected: true }],
      gates: [{ gate: 'identity', demand: 'asks for a verified caller' }],
    })
    expect(read?.sensitiveOutputs).toContainEqual({
      output: 'patients.date_of_birth',
      sensitivity: 'pii',
      waived: true,
    })
    expect(write?.sends).toContainEqual({ argument: 'body.practitionerId', parameter: null })
    expect(write?.gates.map(({ gate }) => gate)).toEqual(['enabled', 'conversation_turn', 'confirmation'])
    expect(found.egressHosts).toEqual([host])
    // Only what is enabled is listed, so only that costs tokens.
    expect(found.tokens).toEqual(read?.tokens)
    expect(found.warnings.map(({ code, functionName }) => `${functionName} ${code}`)).toEqual(
      expect.arrayContaining(['find_birth_date sensitive_output', 'book_appointment skill_disabled']),
    )
  })

  it('tells what would change against what is live, and its hash publishes exactly that', async () => {
    const agentId = await newAgent('compared')
    const skillId = await bind(agentId, findPatient)
    const first = await report(agentId)
    expect(first.changes).toEqual([{ field: 'skills.find_patient', kind: 'added' }])
    const publish = (draftHash: string) =>
      server.api('POST', `/agents/${agentId}/publish`, { body: { draftHash } })
    await must(publish(first.draftHash))
    expect((await report(agentId)).changes).toEqual([])
    const path = `/agents/${agentId}/integrations/clinic/bindings/${skillId}`
    await must(server.api('PUT', path, { body: { ...findPatient, timeoutMs: 900 } }))
    const refused = await publish(first.draftHash)
    const second = await report(agentId)
    expect(refused.body).toMatchObject({ code: 'conflict', currentDraftHash: second.draftHash })
    expect(second.changes).toEqual([{ field: 'skills.find_patient.policy', kind: 'changed' }])
  })

  it('warns of a skill whose field scoping blocks, and of a write that asks nobody', async () => {
    const agentId = await newAgent('warned')
    await bind(agentId, findPatient)
    const environments = { production: { baseUrl: server.clinic.baseUrl } }
    const desk = { kind: 'desk', name: 'Desk', type: 'custom_api', environments }
    await must(server.api('POST', '/integrations', { body: desk }))
    await must(server.api('POST', '/integrations/desk/connect', { body: {} }))
    const action = {
      name: 'Ping',
      description: 'Ping without asking.',
      method: 'POST',
      path: '/pings',
      requiresConfirmation: false,
    }
    const actionId = idOf(
      await must(server.api('POST', '/integrations/desk/shared-actions', { body: action })),
    )
    await must(server.api('POST', `/agents/${agentId}/action-links`, { body: { kind: 'desk', actionId } }))
    const scoping = (blockedFields: readonly string[]) =>
      must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields } }))
    await scoping(['Patient.fileNumber'])
    const found = await report(agentId)
    await scoping([])
    const gates = found.skills.flatMap(({ gates: asked }) => asked.map(({ demand }) => demand))
    expect(gates).toContain('refuses every call: scoping blocks "Patient.fileNumber"')
    expect(found.warnings).toContainEqual({ code: 'confirmation_waived', functionName: 'ping' })
  })
})
