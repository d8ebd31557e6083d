import { afterAll, beforeAll, expect, it } from 'vitest'
import { errorCodes } from '../testing/clinic-server.ts'
import { type DescribedProvider, startDescribedProvider } from '../testing/described-provider.ts'

let provider: DescribedProvider
beforeAll(async () => {
  provider = await startDescribedProvider()
})
afterAll(() => provider.close())

const applicant = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    ssn: { type: 'string' },
    role: { type: 'string', readOnly: true },
    address: { type: 'object', properties: { city: { type: 'string' }, door_pin: { type: 'string' } } },
  },
}
const content = (schema: object) => ({ 'application/json': { schema } })
const document = {
  openapi: '3.1.0',
  info: { title: 'Applications', version: '1' },
  paths: {
    '/applications': {
      post: {
        operationId: 'createApplication',
        requestBody: { required: true, content: content({ type: 'object', properties: { applicant } }) },
        responses: {
          201: {
            description: 'ok',
            content: content({ type: 'object', properties: { id: { type: 'string' } } }),
          },
        },
      },
    },
  },
}

it('lets nobody give through a whole object what its fields may not take', async () => {
  provider.answer({ status: 201, body: { id: '1' } })
  const skillId = await provider.publish(await provider.register({ document }), {
    operation: 'createApplication',
    toolName: 'Apply',
    description: 'Create an application.',
    inputs: [],
    inputObjectMap: [{ field: 'applicant', param: 'details' }],
    projection: [{ path: 'id', leaf: 'application_id' }],
  })
  provider.sent.length = 0
  const bad = [{ ssn: '123-45-6789' }, { role: 'admin' }, { address: { door_pin: '1234' } }]
  for (const details of bad) {
    const refused = await provider.run(skillId, { details: { name: 'Ada', ...details } })
    expect([refused.status, errorCodes(refused)]).toEqual([400, ['param_withheld']])
  }
  expect(provider.sent).toEqual([])
  const taken = await provider.run(skillId, { details: { name: 'Ada', address: { city: 'Delft' } } })
  expect(taken.status).toBe(200)
  expect(provider.sent.map(({ body }) => body)).toEqual([
    JSON.stringify({ applicant: { name: 'Ada', address: { city: 'Delft' } } }),
  ])
})
