import { isJsonObject, type JsonObject } from '@bindery/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  type ClinicServer,
  findPatient,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'

let server: ClinicServer
let ids: { readonly find: string; readonly book: string }

beforeAll(async () => {
  server = await startClinicServer()
  ids = { find: await server.publish(findPatient), book: await server.publish(bookAppointment) }
})
afterAll(() => server.close())

const tools = (query = '') => server.api('GET', `/agents/${server.agentId}/tools${query}`)
const list = z.array(z.record(z.string(), z.unknown()))

test.each(['openai', 'anthropic'])(
  'the format %s says beside the list which skill each tool is',
  async (format) => {
    const answer = await must(tools(`?format=${format}`))
    expect(answer.body['meta']).toEqual({
      skills: [
        { name: 'find_patient', skillId: ids.find },
        { name: 'book_appointment', skillId: ids.book },
      ],
    })
    const known = format === 'openai' ? ['function', 'type'] : ['description', 'input_schema', 'name']
    expect(list.parse(answer.data).map((tool) => Object.keys(tool).sort())).toEqual([known, known])
  },
)

test('the format mcp says so in each tool', async () => {
  const answer = await must(tools('?format=mcp'))
  expect(list.parse(answer.data).map((tool) => tool['_meta'])).toEqual([
    { 'bindery/skillId': ids.find },
    { 'bindery/skillId': ids.book },
  ])
  expect(answer.body['meta']).toBeUndefined()
})

test.each(['find_patient', 'book_appointment'])(
  'a skill is executed by its function name: %s',
  async (name) => {
    const params = name === 'find_patient' ? { caller_phone: '+31612345678' } : bookingParams
    const done = await must(server.execute(name, params))
    expect(done.data).toMatchObject(
      name === 'find_patient'
        ? { status: 'ok', output: { patients: [{ customer_id: 'pat_1' }] } }
        : { status: 'confirmation_required' },
    )
  },
)

test('a skill is shown, and looked at closer, by its function name', async () => {
  const skill = `/agents/${server.agentId}/skills/find_patient`
  for (const path of [skill, `${skill}/lineage`])
    expect((await must(server.api('GET', path))).status).toBe(200)
  expect((await server.api('GET', `/agents/${server.agentId}/skills/find_patents`)).status).toBe(404)
})

test('a function name leads to what is published under it, whatever the draft is called now', async () => {
  const renamed = await must(
    server.bind({ ...findPatient, toolName: 'Look up patient', description: 'To be renamed' }),
  )
  const { id } = z.object({ id: z.string() }).parse(renamed.data)
  await must(server.api('POST', `/agents/${server.agentId}/publish`))
  const path = `/agents/${server.agentId}/integrations/clinic/bindings/${id}`
  await must(server.api('PUT', path, { body: { ...findPatient, toolName: 'Search patient' } }))
  const done = await must(server.execute('look_up_patient', { caller_phone: '+31612345678' }))
  expect(done.data).toMatchObject({ status: 'ok' })
})

test('strict definitions ask for every parameter, and calls made with them work', async () => {
  const answer = await must(tools('?strict=true'))
  const [, book] = list.parse(answer.data)
  const definition: JsonObject = isJsonObject(book?.['function']) ? book['function'] : {}
  expect(definition).toMatchObject({
    name: 'book_appointment',
    strict: true,
    parameters: { additionalProperties: false, type: 'object' },
  })
  const { properties, required } = z
    .object({
      parameters: z.object({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()) }),
    })
    .parse(definition).parameters
  expect(required).toEqual(Object.keys(properties))
  const nulls = Object.fromEntries(required.map((name) => [name, null]))
  const path = `/agents/${server.agentId}/skills/book_appointment/execute?strict=true`
  const waiting = await must(server.api('POST', path, { body: { params: { ...nulls, ...bookingParams } } }))
  expect(waiting.data).toMatchObject({ status: 'confirmation_required' })
})

test.each(['anthropic', 'mcp'])('there is no strict mode in the format %s', async (format) => {
  const answer = await tools(`?strict=true&format=${format}`)
  expect([answer.status, answer.body['code']]).toEqual([400, 'validation_error'])
})
