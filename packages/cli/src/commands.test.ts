import {
  bookAppointment,
  type ClinicServer,
  findPatient,
  must,
  startClinicServer,
} from '@bindery/api/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShell, type Shell } from './testing/run-line.ts'

let server: ClinicServer
let shell: Shell

beforeAll(async () => {
  server = await startClinicServer()
  await server.publish(findPatient)
  await server.publish(bookAppointment)
  shell = openShell({ address: server.address, key: 'test-key-with-every-scope' })
})
afterAll(async () => {
  shell.close()
  await server.close()
})

describe('lists and single things, by name', () => {
  test('agents', async () => {
    expect(await shell.json('agent list')).toMatchObject([{ name: 'front-desk', skillCount: 2 }])
    expect(await shell.json('agent show Front-Desk')).toMatchObject({ agent: { id: server.agentId } })
    expect(await shell.json(`agent show ${server.agentId}`)).toMatchObject({ version: { number: 2 } })
  })

  test('providers', async () => {
    expect(await shell.json('provider list')).toMatchObject([{ kind: 'clinic' }])
    expect(await shell.json('provider show Clinic')).toMatchObject({ kind: 'clinic', status: 'connected' })
  })

  test('skills', async () => {
    expect(await shell.json('skill list front-desk --search patient')).toMatchObject([
      { functionName: 'find_patient' },
    ])
    expect(await shell.json('skill show front-desk "Find patient"')).toMatchObject({
      operation: 'searchPatients',
    })
  })

  test('a list says what it does not show', async () => {
    const { out, err } = await shell.run('skill list front-desk --limit 1 --output ndjson')
    expect(out.trim().split('\n')).toHaveLength(1)
    expect(err).toBe('Showing 1 of 2; --all shows the rest.\n')
  })
})

describe('running a skill', () => {
  const line = 'skill run front-desk find_patient -i caller_phone=+31612345678'

  test('gives its output', async () => {
    expect(await shell.json(line)).toMatchObject({
      status: 'ok',
      output: { patients: [{ customer_name: 'Ada Jansen' }] },
    })
  })

  test('takes parameters as a document on standard input', async () => {
    const options = { input: 'caller_phone: "+31612345678"\n' }
    expect(await shell.json('skill run front-desk find_patient --json-input -', options)).toMatchObject({
      status: 'ok',
    })
  })

  test('--dry-run shows the request that the provider would get', async () => {
    expect(await shell.json(`${line} --dry-run`)).toMatchObject({
      status: 'dry_run',
      request: { request: { method: 'GET', url: `${server.clinic.baseUrl}/patients?phone=%2B31612345678` } },
    })
  })

  test('a write waits for a person with exit code 8', async () => {
    const params = '-i customer_id=pat_1 -i service_type=check-up -i start_time=2027-02-01T10:00:00+01:00'
    const { code, out } = await shell.run(`skill run front-desk book_appointment ${params} --json`)
    expect(code).toBe(8)
    expect(JSON.parse(out)).toMatchObject({ data: { status: 'confirmation_required' } })
  })

  test('what the server refuses ends with its code, what is wrong, and one exit code', async () => {
    expect(await shell.problem('skill run front-desk find_patient -i caller_fone=1')).toMatchObject({
      exit: 6,
      retryable: false,
      errors: [
        { field: 'params.caller_fone', suggestions: ['caller_phone'] },
        { field: 'params.caller_phone' },
      ],
    })
  })

  test.each([
    [
      'an unknown agent',
      'skill run frontdesk find_patient',
      { code: 'name_unknown', suggestions: ['front-desk'] },
    ],
    [
      'an unknown skill',
      'skill run front-desk find_patent',
      { code: 'name_unknown', suggestions: ['find_patient'] },
    ],
    ['a missing argument', 'skill run front-desk', { code: 'input_missing' }],
    ['a parameter without a value', 'skill run front-desk find_patient -i phone', { code: 'usage' }],
    ['a parameter twice', 'skill run front-desk find_patient -i a=1 -i a=2', { code: 'usage' }],
    ['a value that is no JSON', 'skill run front-desk find_patient -i a:={', { code: 'usage' }],
  ])('%s is a mistake of the line', async (_, bad, expected) => {
    expect(await shell.problem(bad)).toMatchObject({ exit: 2, ...expected })
  })

  test('a name of several things is settled by an id', async () => {
    const { api } = server
    const { data } = await must(api('POST', '/agents', { body: { name: 'Front-desk' } }))
    expect(await shell.problem('agent show FRONT-DESK')).toMatchObject({ code: 'name_ambiguous', exit: 2 })
    expect(await shell.json('agent show Front-desk')).toMatchObject({ agent: data })
  })
})

describe('a request that is only shown', () => {
  test('as curl, without the key', async () => {
    const { out, code } = await shell.run(
      'skill run front-desk find_patient -i caller_phone=1 --print-request',
    )
    expect(code).toBe(0)
    expect(out).toContain(`curl -X POST ${server.address}/api/v1/agents/${server.agentId}/skills/`)
    expect(out).toContain('authorization: Bearer $BINDERY_API_KEY')
    expect(out).not.toContain('test-key')
  })

  test('a key of another scope is told apart from one that is wrong', async () => {
    const key = await server.keyWith(['agents:read'])
    const environment = { BINDERY_API_KEY: key }
    expect(await shell.problem('provider list', { environment })).toMatchObject({
      code: 'insufficient_scope',
      exit: 3,
    })
  })
})
