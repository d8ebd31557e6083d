import { ada, clinicDocument } from '@bindery/fixtures'
import { scopes } from '@bindery/platform/kernel'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bookAppointment, bookingParams, findPatient, idOf, must } from '../testing/clinic-server.ts'
import { type DescribedProvider, startDescribedProvider } from '../testing/described-provider.ts'
import type { ApiAnswer, ApiClient } from '../testing/test-server.ts'

const canary = 'canary-try-key-3Kd8'
const patient = {
  id: 'pat_1',
  fullName: ada.fullName,
  fileNumber: 7,
  email: ada.email,
  phone: ada.phone,
  dateOfBirth: '1990-01-01',
  address: { city: 'Delft', postalCode: '2611AB' },
  undescribed: 'anything',
}
const found = { patients: [patient] }
const row = { customer_id: 'pat_1', customer_name: ada.fullName, file_number: '7', city: 'Delft' }
const params = { caller_phone: ada.phone }

let provider: DescribedProvider
let kind: string
beforeAll(async () => {
  provider = await startDescribedProvider()
  kind = await provider.register({
    document: clinicDocument,
    credentials: { api_key: canary, in: 'header', name: 'X-Clinic-Key' },
    environments: ['development', 'production'],
  })
  const credentials = { api_key: canary, in: 'header', name: 'X-Clinic-Key' }
  const body = { credentials, environment: 'production', verify: false }
  await must(provider.api('POST', `/integrations/${kind}/connect`, { body }))
})
afterAll(() => provider.close())
beforeEach(() => {
  provider.sent.length = 0
  provider.answer({ body: found })
})

const Tried = z.object({
  valid: z.boolean(),
  errors: z.array(z.looseObject({ path: z.string(), code: z.string() })),
  request: z.unknown().optional(),
  response: z
    .object({ status: z.number(), bytes: z.number(), body: z.unknown(), truncated: z.boolean() })
    .optional(),
  output: z.unknown().optional(),
  outputTokens: z.number().optional(),
  ms: z.number(),
  diff: z.array(z.unknown()).optional(),
  error: z.looseObject({ code: z.string() }).optional(),
})

const ask = (body: object, api: ApiClient = provider.api): Promise<ApiAnswer> =>
  api('POST', `/agents/${provider.agentId}/integrations/${kind}/bindings/try`, { body })
const tried = async (body: object) =>
  Tried.parse((await must(ask({ binding: findPatient, params, ...body }))).data)

const masked = {
  patients: [
    {
      ...patient,
      fullName: '[masked]',
      email: '[masked]',
      phone: '[masked]',
      dateOfBirth: '[masked]',
      address: { city: '[masked]', postalCode: '[masked]' },
      undescribed: '[masked]',
    },
  ],
}

describe('mistakes', () => {
  it.each([
    ['an empty row', { ...findPatient, projection: [{}] }, '/projection/0/path'],
    ['no operation', { toolName: 'x' }, '/operation'],
    ['a misspelt member', { ...findPatient, inputz: [] }, '/inputz'],
    ['something else than a binding', 'text', ''],
    [
      'an argument that is unknown',
      { ...findPatient, inputs: [{ param: 'a', argument: 'no' }] },
      '/inputs/0/argument',
    ],
  ])('%s is among the errors of a 200', async (_, binding, path) => {
    const { valid, errors } = await tried({ binding, from: 'call' })
    expect([valid, errors.map((error) => error.path)]).toEqual([false, expect.arrayContaining([path])])
    expect(provider.sent).toEqual([])
  })

  it('of the parameters are told apart from those of the binding', async () => {
    const { valid, errors, error } = await tried({ params: {}, from: 'call' })
    expect([valid, errors, error?.code]).toEqual([true, [], 'validation_error'])
  })

  it.each([
    { from: 'response' },
    { from: 'replay' },
    { from: 'preview', testId: 'x' },
    { from: 'call', response: { data: null } },
  ])('of the question are refused: %j', async (body) => {
    expect((await ask({ binding: findPatient, ...body })).status).toBe(400)
  })
})

describe('a preview', () => {
  it.each(['development', 'production'])(
    'shows the request for %s and sends nothing',
    async (environment) => {
      const { request, valid, response } = await tried({ environment })
      expect(JSON.stringify(request)).toContain(encodeURIComponent(ada.phone))
      expect(JSON.stringify(request)).toContain('[secret]')
      expect([valid, response, provider.sent]).toEqual([true, undefined, []])
    },
  )

  it('shows the request of a write', async () => {
    const { request } = await tried({ binding: bookAppointment, params: bookingParams })
    expect(JSON.stringify(request)).toContain('pat_1')
    expect(provider.sent).toEqual([])
  })
})

describe('a call', () => {
  it('asks once, masks what is somebody’s, and gives the output', async () => {
    const answer = await must(ask({ binding: findPatient, params, from: 'call' }))
    expect(provider.sent.map(({ method, headers }) => [method, headers['x-clinic-key']])).toEqual([
      ['GET', canary],
    ])
    const { response, output, outputTokens, request } = Tried.parse(answer.data)
    expect(response).toEqual({
      status: 200,
      bytes: JSON.stringify(found).length,
      body: masked,
      truncated: false,
    })
    expect(output).toEqual({ patients: [row] })
    expect(outputTokens).toBe(Math.ceil(JSON.stringify([output]).length / 4))
    expect(request).toBeDefined()
    expect(answer.text).not.toContain(canary)
  })

  it('masks what scoping blocks, also a value of class none', async () => {
    const scoping = `/integrations/${kind}/scoping`
    await must(provider.api('PATCH', scoping, { body: { blockedFields: ['Patient.id'] } }))
    try {
      const projection = [
        { path: 'patients', leaf: 'patients', max: 5, fields: [{ path: 'fullName', leaf: 'customer_name' }] },
      ]
      const { response } = await tried({ binding: { ...findPatient, projection }, from: 'call' })
      expect(response?.body).toMatchObject({ patients: [{ id: '[masked]', fileNumber: 7 }] })
    } finally {
      await must(provider.api('PATCH', scoping, { body: { blockedFields: [] } }))
    }
  })

  it.each([
    ['a write', { binding: bookAppointment, params: bookingParams }, 'write'],
    ['production', { binding: findPatient, params, environment: 'production' }, 'production'],
  ])('refuses %s', async (_, body, reason) => {
    const answer = await ask({ ...body, from: 'call' })
    expect([answer.status, answer.body['reason'], provider.sent]).toEqual([400, reason, []])
  })

  it('shows what the provider refuses', async () => {
    provider.answer({ status: 503, body: { message: 'We are closed' } })
    const { error, response, output } = await tried({ from: 'call' })
    expect([error, response, output]).toEqual([
      expect.objectContaining({ code: 'upstream_error', upstreamStatus: 503 }),
      undefined,
      undefined,
    ])
  })

  it('shows the first 256 kB of a large answer', async () => {
    provider.answer({ body: { patients: Array.from({ length: 4_000 }, () => patient) } })
    const { response } = await tried({ from: 'call' })
    expect([response?.truncated, String(response?.body).length]).toEqual([true, 262_144])
  })

  it('leaves an audit entry without values, no execution, and takes nothing from the limit of the skill', async () => {
    const binding = { ...findPatient, rateLimitPerMinute: 1 }
    for (let times = 0; times < 3; times += 1)
      expect((await tried({ binding, from: 'call' })).error).toBeUndefined()
    const audit = await must(provider.api('GET', '/audit?limit=3'))
    const entry = {
      action: 'binding.tried',
      detail: {
        integration: kind,
        functionName: 'find_patient',
        environment: 'development',
        params: ['caller_phone'],
      },
    }
    expect(z.array(z.object({ action: z.string(), detail: z.unknown() })).parse(audit.data)).toEqual([
      entry,
      entry,
      entry,
    ])
    expect(audit.text).not.toContain(ada.phone)
    expect((await must(provider.api('GET', '/executions'))).data).toEqual([])
  })
})

describe('an answer that is given', () => {
  it.each([
    ['as data', { data: found }],
    ['as a body', { body: found }],
    ['as text', { body: JSON.stringify(found) }],
  ])('%s goes the way of a live one', async (_, response) => {
    const { response: shown, output } = await tried({ from: 'response', response })
    expect([shown?.body, output, provider.sent]).toEqual([masked, { patients: [row] }, []])
  })

  it('that does not fit says why', async () => {
    const { error, output } = await tried({ from: 'response', response: { body: '<p>' } })
    expect([error?.code, output]).toEqual(['upstream_invalid_response', undefined])
  })
})

it('replays a test of a skill through a binding that is not saved, and compares', async () => {
  const bindings = `/agents/${provider.agentId}/integrations/${kind}/bindings`
  const skillId = idOf(await must(provider.api('POST', bindings, { body: findPatient })))
  const tests = `/agents/${provider.agentId}/skills/${skillId}/tests`
  const testId = idOf(
    await must(provider.api('POST', tests, { body: { name: 'one', response: { data: found } } })),
  )
  expect(await tried({ from: 'replay', testId })).toMatchObject({ output: { patients: [row] }, diff: [] })
  const [projected] = findPatient.projection ?? []
  const fields = projected?.fields?.filter(({ leaf }) => leaf !== 'city')
  const binding = { ...findPatient, projection: [{ ...projected, fields }] }
  expect((await tried({ binding, from: 'replay', testId })).diff).toEqual([
    { path: 'patients[0].city', kind: 'removed', before: 'Delft', after: null },
  ])
  expect((await ask({ binding, from: 'replay', testId: skillId })).status).toBe(404)
  expect(provider.sent).toEqual([])
})

it.each(['skills:write', 'skills:execute'])('needs the scope %s', async (scope) => {
  const key = await provider.keyWith(scopes.filter((each) => each !== scope))
  const answer = await ask({ binding: findPatient, params }, provider.client(key))
  expect([answer.status, answer.body['requiredScope']]).toEqual([403, scope])
})

it('is for the environment of the key', async () => {
  const key = await provider.keyWith(scopes, 'staging')
  expect((await ask({ binding: findPatient, params }, provider.client(key))).status).toBe(403)
})
