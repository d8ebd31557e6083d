import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, findPatient, must, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
  const Thing = {
    title: 'Thing',
    type: 'object',
    properties: {
      code: { type: 'string', example: 'AB-12' },
      password: { type: 'string', example: 'hunter2' },
      plain: { type: 'string' },
    },
  }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Odd', version: '1' },
    paths: {
      '/things': { trace: { operationId: 'traceThings', responses: { 200: { description: 'ok' } } } },
      '/things/{code}': {
        get: {
          operationId: 'readThing',
          parameters: [
            { name: 'code', in: 'path', required: true, schema: { type: 'string' }, example: 'AB-12' },
          ],
          responses: { 200: { description: 'ok', content: { 'application/json': { schema: Thing } } } },
        },
      },
    },
  }
  const environments = { production: { baseUrl: server.clinic.baseUrl } }
  await must(
    server.api('POST', '/integrations', {
      body: { kind: 'odd', name: 'Odd', type: 'openapi', environments },
    }),
  )
  await must(server.api('PUT', '/integrations/odd/source', { body: JSON.stringify(document) }))
  await must(server.api('POST', '/integrations/odd/discover', { headers: { prefer: 'wait=30' } }))
})
afterAll(() => server.close())

const rowsOf = async (path: string) =>
  z.array(z.looseObject({ name: z.string() })).parse((await must(server.api('GET', path))).data)
const rowOf = async (path: string, name: string) => (await rowsOf(path)).find((row) => row.name === name)

describe('the row of an operation', () => {
  it('says where it goes and how many skills call it', async () => {
    const path = '/integrations/clinic/operations?limit=100'
    const before = await rowOf(path, 'searchPatients')
    expect(before).toMatchObject({ method: 'GET', path: '/patients', reasons: [], usedBy: 0 })
    for (const toolName of ['One', 'Two']) await must(server.bind({ ...findPatient, toolName }))
    expect((await rowOf(path, 'searchPatients'))?.['usedBy']).toBe(2)
    expect((await rowOf(path, 'getPatient'))?.['usedBy']).toBe(0)
  })

  it('is shown on its own page with examples of its arguments', async () => {
    const { data } = await must(server.api('GET', '/integrations/odd/operations/readThing'))
    const { arguments: taken } = z
      .object({ arguments: z.array(z.looseObject({ name: z.string() })) })
      .parse(data)
    expect(taken).toMatchObject([{ name: 'code', example: 'AB-12' }])
  })

  it('leads to an object with examples of its fields, but for credentials', async () => {
    const { data } = await must(server.api('GET', '/integrations/odd/operations/readThing'))
    const { returns } = z.object({ returns: z.object({ references: z.array(z.string()) }) }).parse(data)
    const object = await must(server.api('GET', `/integrations/odd/objects/${returns.references[0]}`))
    const { fields } = z
      .object({ fields: z.array(z.object({ name: z.string(), example: z.unknown().optional() })) })
      .parse(object.data)
    expect(fields).toEqual([{ name: 'code', example: 'AB-12' }, { name: 'password' }, { name: 'plain' }])
  })

  it('says why it is quarantined, as its own page does', async () => {
    const row = await rowOf('/integrations/odd/operations', 'traceThings')
    const page = await must(server.api('GET', '/integrations/odd/operations/traceThings'))
    const { availability } = z.object({ availability: z.object({ reasons: z.unknown() }) }).parse(page.data)
    expect([row?.['availability'], row?.['reasons']]).toEqual(['quarantined', availability.reasons])
    expect(row?.['reasons']).toMatchObject([{ code: 'method_unsupported' }])
  })
})

describe('the row of an object', () => {
  const matched = async (search: string) =>
    (await rowOf(`/integrations/clinic/objects?search=${search}`, 'Patient'))?.['matchedFields']

  it('says which fields a search found', async () => {
    expect(await matched('phone')).toEqual(['phone'])
    expect((await rowOf('/integrations/clinic/objects', 'Patient'))?.['matchedFields']).toBeUndefined()
  })

  it('tells nothing of fields that are blocked', async () => {
    await must(
      server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields: ['Patient.phone'] } }),
    )
    expect((await matched('phone')) ?? []).toEqual([])
    await must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields: [] } }))
  })
})

it.each([
  ['500', 200],
  ['501', 400],
  ['0', 400],
])('a list of %s rows is answered with %i', async (limit, status) => {
  expect((await server.api('GET', `/integrations/clinic/operations?limit=${limit}`)).status).toBe(status)
})
