import { type ClinicService, startClinic } from '@bindery/fixtures'
import type { BindingInputDocument } from '@bindery/model'
import { z } from 'zod'
import { type ApiAnswer, startTestServer, type TestServer, type TestServerOptions } from './test-server.ts'

export const clinicKey = 'canary-clinic-key-7Qm2'

export interface ClinicServer extends TestServer {
  readonly clinic: ClinicService
  readonly agentId: string
  /** Binds on the agent and gives the answer of the API. */
  readonly bind: (binding: BindingInputDocument) => Promise<ApiAnswer>
  /** Binds, enables (acknowledging a write) and publishes; gives the skill's id. */
  readonly publish: (binding: BindingInputDocument) => Promise<string>
  readonly execute: (skillId: string, params: object, headers?: Record<string, string>) => Promise<ApiAnswer>
}

/** A test server with the demo clinic registered, connected and discovered, and an agent `front-desk`. */
export async function startClinicServer(options: TestServerOptions = {}): Promise<ClinicServer> {
  const server = await startTestServer(options)
  const clinic = await startClinic({ port: 0, apiKey: clinicKey })
  const { api } = server
  await must(
    api('POST', '/integrations', {
      body: {
        kind: 'clinic',
        name: 'Clinic',
        type: 'openapi',
        source: { url: `${clinic.baseUrl}/openapi.json` },
        environments: { production: { baseUrl: clinic.baseUrl } },
      },
    }),
  )
  const credentials = { api_key: clinicKey, in: 'header', name: 'X-Clinic-Key' }
  await must(api('POST', '/integrations/clinic/connect', { body: { credentials } }))
  await must(api('POST', '/integrations/clinic/discover', { headers: { prefer: 'wait=30' } }))
  const agentId = idOf(await must(api('POST', '/agents', { body: { name: 'front-desk' } })))
  const bindings = `/agents/${agentId}/integrations/clinic/bindings`
  const bind = (binding: BindingInputDocument) => api('POST', bindings, { body: binding })
  return {
    ...server,
    clinic,
    agentId,
    bind,
    publish: async (binding) => {
      const skillId = idOf(await must(bind(binding)))
      const enable = { isEnabled: true, acknowledge: ['write'] }
      await must(api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: enable }))
      await must(api('POST', `/agents/${agentId}/publish`))
      return skillId
    },
    execute: (skillId, params, headers = {}) =>
      api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body: { params }, headers }),
    close: async () => {
      await server.close()
      await clinic.close()
    },
  }
}

export function idOf(answer: ApiAnswer): string {
  return z.object({ id: z.string() }).parse(answer.data).id
}

/** The answer, when it is a success; otherwise an error that shows it. */
export async function must(pending: Promise<ApiAnswer>): Promise<ApiAnswer> {
  const answer = await pending
  if (answer.status >= 200 && answer.status < 300) return answer
  throw new Error(`Expected a success, got ${answer.status}: ${answer.text}`)
}

/** The codes of `errors[]`, in order. */
export function errorCodes(answer: ApiAnswer): readonly string[] {
  const errors = z.array(z.object({ code: z.string() })).safeParse(answer.body['errors'])
  return errors.success ? errors.data.map((error) => error.code) : []
}

export const findPatient: BindingInputDocument = {
  operation: 'searchPatients',
  toolName: 'Find patient',
  description: 'Find a patient by telephone number.',
  enabled: true,
  inputs: [{ param: 'caller_phone', argument: 'phone', required: true }],
  projection: [
    {
      path: 'patients',
      leaf: 'patients',
      max: 5,
      fields: [
        { path: 'id', leaf: 'customer_id' },
        { path: 'fullName', leaf: 'customer_name' },
        { path: 'fileNumber', leaf: 'file_number' },
        { path: 'address.city', leaf: 'city' },
      ],
    },
  ],
}

/** Finds a patient by telephone number with what is compared with what a caller says of themselves. */
export const verifyPatient: BindingInputDocument = {
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

export const bookAppointment: BindingInputDocument = {
  operation: 'createAppointment',
  toolName: 'Book appointment',
  description: 'Book an appointment for a known patient.',
  inputs: [],
  inputObjectMap: [
    { field: 'patientId', param: 'customer_id' },
    { field: 'practitionerId', const: 'prac_1' },
    { field: 'service', param: 'service_type' },
    { field: 'startsAt', param: 'start_time' },
  ],
  projection: [
    { path: 'id', leaf: 'appointment_id' },
    { path: 'practitioner.name', leaf: 'practitioner' },
  ],
}

export const bookingParams = {
  customer_id: 'pat_1',
  service_type: 'check-up',
  start_time: '2027-02-01T10:00:00+01:00',
}
