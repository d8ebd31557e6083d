import { authMethods } from '@bindery/connection'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { z } from 'zod'
import {
  findPatient,
  type ClinicServer,
  errorCodes,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const Fields = z.array(
  z.object({
    name: z.string(),
    kind: z.string(),
    required: z.boolean(),
    secret: z.boolean(),
    default: z.unknown().optional(),
  }),
)
const Methods = z.array(z.object({ method: z.string(), title: z.string(), fields: Fields }))

it('shows every auth method with the members that a form asks for', async () => {
  const methods = Methods.parse((await must(server.api('GET', '/auth-methods'))).data)
  expect(methods.map(({ method }) => method)).toEqual(authMethods.map(({ name }) => name))
  expect(methods.find(({ method }) => method === 'api_key')).toEqual({
    method: 'api_key',
    title: 'API key',
    fields: [
      { name: 'api_key', kind: 'text', required: true, secret: true },
      { name: 'in', kind: 'choice', required: false, secret: false, default: 'header' },
      { name: 'name', kind: 'text', required: false, secret: false, default: 'X-Api-Key' },
    ],
  })
  const secrets = methods.flatMap(({ fields }) =>
    fields.filter(({ secret }) => secret).map(({ name }) => name),
  )
  expect(new Set(secrets)).toEqual(
    new Set([
      'client_secret',
      'access_token',
      'refresh_token',
      'private_key',
      'api_key',
      'username',
      'password',
      'fields',
      'headers',
    ]),
  )
})

it('asks for nothing that connecting does not take', async () => {
  const [, ...methods] = Methods.parse((await must(server.api('GET', '/auth-methods'))).data)
  for (const { method, fields } of methods) {
    const credentials = Object.fromEntries(fields.map(({ name }) => [name, 1]))
    const body = { authType: method, credentials, verify: false }
    const answer = await server.api('POST', '/integrations/clinic/connect', { body })
    expect(answer.status, method).toBe(400)
    expect(errorCodes(answer)).not.toContain('credential_key_unknown')
  }
})

it('shows transforms that a binding takes', async () => {
  const Transforms = z.array(z.object({ name: z.string(), example: z.object({ transform: z.string() }) }))
  const transforms = Transforms.parse((await must(server.api('GET', '/transforms'))).data)
  const path = `/agents/${server.agentId}/integrations/clinic/bindings/validate`
  const inputs = findPatient.inputs ?? []
  const texts = transforms.filter(({ name }) => ['trim', 'replace', 'substring', 'uppercase'].includes(name))
  expect(texts).toHaveLength(4)
  for (const { name, example } of texts) {
    const [first, ...others] = inputs
    const body = { ...findPatient, inputs: [{ ...first, transform: example.transform }, ...others] }
    expect((await must(server.api('POST', path, { body }))).data, name).toMatchObject({ errors: [] })
  }
})

test.each([
  ['a value', { transform: '$trim($)', value: ' Ada ' }, { status: 'value', value: 'Ada', problems: [] }],
  ['a field', { transform: 'name', value: { name: 'Ada' } }, { status: 'value', value: 'Ada' }],
  ['what is not there', { transform: 'name', value: {} }, { status: 'nothing', problems: [] }],
  ['null', { transform: '$uppercase($)', value: null }, { status: 'nothing', problems: [{ position: 11 }] }],
  [
    'another type',
    { transform: '$uppercase($)', value: 7 },
    { status: 'failed', problems: [{ position: 11 }] },
  ],
  [
    'no transform',
    { transform: '$up($)', value: 'a' },
    { status: 'unreadable', problems: [{ position: 4 }] },
  ],
])('tries a transform on %s', async (_, body, expected) => {
  const { data } = await must(server.api('POST', '/transforms/try', { body }))
  expect(data).toMatchObject(expected)
})

it('stops a transform that would take the server for long', async () => {
  const value = Array.from({ length: 2_000 }, (_, number) => number)
  const body = { transform: '$.($$[$ > 0])', value }
  const { data } = await must(server.api('POST', '/transforms/try', { body }))
  expect(data).toMatchObject({ status: 'failed' })
})
