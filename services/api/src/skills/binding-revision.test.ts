import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClinicServer, idOf, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const binding = (toolName: string) => ({
  operation: 'searchPatients',
  toolName,
  inputs: [{ param: 'caller_phone', argument: 'phone' }],
})

describe('a binding that somebody else has changed meanwhile', () => {
  it('is not overwritten by who names what they saw', async () => {
    const path = `/agents/${server.agentId}/integrations/clinic/bindings`
    const created = await server.api('POST', path, { body: binding('Find') })
    const place = `${path}/${idOf(created)}`
    const seen = (await server.api('GET', place)).headers.get('etag') ?? ''
    expect(seen).toBe(created.headers.get('etag'))
    const headers = { 'if-match': seen }
    const first = await server.api('PUT', place, { body: binding('Find a caller'), headers })
    expect([first.status, first.headers.get('etag') === seen]).toEqual([200, false])
    const second = await server.api('PUT', place, { body: binding('Find anybody'), headers })
    expect(second.status).toBe(409)
    expect(second.body).toMatchObject({ code: 'conflict', currentRevision: expect.any(Number) })
    expect((await server.api('GET', place)).data).toMatchObject({ binding: { toolName: 'Find a caller' } })
  })

  it('is kept from the slower of two who save at once', async () => {
    const path = `/agents/${server.agentId}/integrations/clinic/bindings`
    const created = await server.api('POST', path, { body: binding('Look up') })
    const headers = { 'if-match': created.headers.get('etag') ?? '' }
    const place = `${path}/${idOf(created)}`
    const names = ['Look up one', 'Look up two', 'Look up three', 'Look up four']
    const answers = await Promise.all(
      names.map((name) => server.api('PUT', place, { body: binding(name), headers })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409])
  })

  it('comes with what is live, once it was published', async () => {
    const path = `/agents/${server.agentId}/integrations/clinic/bindings`
    const created = await server.api('POST', path, { body: binding('Trace') })
    const place = `${path}/${idOf(created)}`
    expect((await server.api('GET', place)).data).toMatchObject({ published: null })
    expect((await server.api('POST', `/agents/${server.agentId}/publish`, { body: {} })).status).toBe(201)
    await server.api('PUT', place, { body: binding('Trace a caller') })
    expect((await server.api('GET', place)).data).toMatchObject({
      binding: { toolName: 'Trace a caller' },
      published: { version: 1, binding: { toolName: 'Trace' } },
    })
  })

  it('is replaced as ever by who names nothing', async () => {
    const path = `/agents/${server.agentId}/integrations/clinic/bindings`
    const created = await server.api('POST', path, { body: binding('Search') })
    const again = await server.api('PUT', `${path}/${idOf(created)}`, { body: binding('Search all') })
    expect(again.status).toBe(200)
  })
})
