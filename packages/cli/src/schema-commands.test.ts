import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ClinicServer, findPatient, must, startClinicServer } from '@bindery/api/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { valueAt } from './output/rows.ts'
import { openShell, type Shell } from './testing/run-line.ts'

let server: ClinicServer
let shell: Shell

beforeAll(async () => {
  server = await startClinicServer()
  shell = openShell({ address: server.address, key: 'test-key-with-every-scope' })
})
afterAll(async () => {
  shell.close()
  await server.close()
})

describe('the schema of a provider', () => {
  test('in figures', async () => {
    expect(await shell.json('schema show clinic --quarantine')).toMatchObject({
      counts: { operations: 7 },
      quarantined: [],
    })
  })

  test('as a tree that a pattern narrows', async () => {
    expect(await shell.json("schema tree clinic '**/appointments#POST'")).toMatchObject([
      { name: 'createAppointment' },
    ])
    const { out, err } = await shell.run("schema tree clinic '/patients/**' --depth 1")
    expect(out).toBe('patients (4)\n')
    expect(err).toBe('Showing 4 of 7 operations.\n')
  })

  test('by words', async () => {
    expect(await shell.json('schema search clinic patient --limit 1')).toHaveLength(2)
  })

  test('one part of it', async () => {
    expect(await shell.json('schema object clinic Patient')).toMatchObject({ name: 'Patient' })
    expect(await shell.json('schema operation clinic searchPatients')).toMatchObject({ effect: 'read' })
    expect(await shell.problem('schema operation clinic searchPatient')).toMatchObject({
      code: 'not_found',
      exit: 2,
    })
  })

  test('whole', async () => {
    expect(await shell.json('schema export clinic')).toHaveProperty('operations')
  })

  test('against the one before', async () => {
    expect(await shell.problem('schema diff clinic')).toMatchObject({ code: 'not_available', exit: 9 })
    const { data } = await must(server.api('GET', '/integrations/clinic/schema/versions'))
    const catalogHash = String(valueAt(Array.isArray(data) ? data[0] : undefined, 'catalogHash'))
    const line = `schema diff clinic --from ${catalogHash.slice(7, 20)} --to ${catalogHash}`
    expect(await shell.json(`${line} --fail-on any`)).toMatchObject({ counts: { added: 0 } })
    expect(await shell.problem('schema diff clinic --from 0000')).toMatchObject({ code: 'name_unknown' })
  })
})

describe('a binding from nothing to a version', () => {
  const file = (name: string): string => join(shell.folder, name)

  test('begins with what the operation requires and returns', async () => {
    expect(await shell.json('binding new clinic searchPatients')).toMatchObject({
      operation: 'searchPatients',
      projection: [
        { path: 'patients', max: 5, fields: [{ path: 'fileNumber', leaf: 'file_number' }, { path: 'id' }] },
      ],
    })
    const { out } = await shell.run('binding new clinic searchPatients')
    writeFileSync(file('new.yaml'), out)
    expect(await shell.json('binding lint front-desk new.yaml')).toMatchObject({ valid: true })
  })

  test('is told everything that is wrong, and mended where there is a fix', async () => {
    const wrong = {
      integration: 'clinic',
      ...findPatient,
      inputs: [{ param: 'caller_phone', argument: 'phon', required: true }],
    }
    writeFileSync(file('find.json'), JSON.stringify(wrong))
    const { code, out } = await shell.run('binding lint front-desk find.json --json')
    expect(code).toBe(6)
    expect(JSON.parse(out)).toMatchObject({ data: { errors: [{ code: 'argument_unknown' }] } })
    const { out: fixed, code: end } = await shell.run('binding lint front-desk find.json --fix --json')
    expect(end).toBe(0)
    expect(JSON.parse(fixed)).toMatchObject({
      data: { valid: true },
      meta: { fixed: ['inputs[0].argument: Use "phone"'] },
    })
    expect(JSON.parse(readFileSync(file('find.json'), 'utf8'))).toMatchObject({
      inputs: [{ argument: 'phone' }],
    })
  })

  test('--fix --dry-run leaves the file alone', async () => {
    const text = JSON.stringify({
      integration: 'clinic',
      ...findPatient,
      inputs: [{ param: 'p', argument: 'phon' }],
    })
    writeFileSync(file('other.json'), text)
    expect(await shell.json('binding lint front-desk other.json --fix --dry-run')).toMatchObject({
      valid: true,
    })
    expect(readFileSync(file('other.json'), 'utf8')).toBe(text)
  })

  test.each([
    ['what is not there', 'nothing.yaml', undefined, { code: 'input_missing', exit: 2 }],
    ['what is empty', 'empty.yaml', ' \n', { code: 'input_invalid', exit: 6 }],
    ['what is no YAML', 'broken.yaml', 'a: [1', { code: 'input_invalid', exit: 6 }],
    ['what is no binding', 'list.yaml', '- 1\n', { code: 'input_invalid', exit: 6 }],
  ])('%s is refused', async (...[, name, text, expected]) => {
    if (text !== undefined) writeFileSync(file(name), text)
    expect(await shell.problem(`binding lint front-desk ${name}`)).toMatchObject(expected)
  })

  test('is tried before it is saved', async () => {
    const line = 'binding test front-desk find.json --env production -i caller_phone=+31612345678'
    expect(await shell.json(line)).toMatchObject({ valid: true, request: expect.anything() })
  })

  test('is saved as a skill, and again in its place', async () => {
    expect(await shell.json('binding save front-desk find.json')).toMatchObject({
      functionName: 'find_patient',
    })
    expect(await shell.json('binding save front-desk find.json')).toMatchObject({
      functionName: 'find_patient',
    })
    expect(await shell.json('binding list front-desk')).toHaveLength(1)
    expect(await shell.json('binding show front-desk find_patient')).toMatchObject({
      operation: 'searchPatients',
    })
  })

  test('is enabled, and published with what changes on standard error', async () => {
    expect(await shell.json('skill enable front-desk find_patient')).toMatchObject({ isEnabled: true })
    expect(await shell.json('agent diff front-desk')).toMatchObject([
      { field: 'skills.find_patient', kind: 'added' },
    ])
    expect(await shell.problem('agent publish front-desk')).toMatchObject({ code: 'input_missing', exit: 2 })
    const { err, code } = await shell.run('agent publish front-desk --yes --note first')
    expect({ code, first: err.split('\n')[0] }).toEqual({
      code: 0,
      first: expect.stringContaining('+ skills.find_patient'),
    })
  })
})

describe('a published agent', () => {
  test('tells what runs, and what a version changed', async () => {
    expect(await shell.json('agent report front-desk')).toMatchObject({
      skills: [{ functionName: 'find_patient' }],
    })
    expect(await shell.json('skill disable front-desk find_patient')).toMatchObject({ isEnabled: false })
    writeFileSync(
      join(shell.folder, 'two.json'),
      JSON.stringify({ integration: 'clinic', ...findPatient, description: 'Finds.' }),
    )
    await shell.json('binding save front-desk two.json')
    expect(await shell.json('skill diff front-desk find_patient')).toMatchObject([
      { field: 'skills.find_patient.description' },
    ])
    expect(await shell.json('agent publish front-desk --yes')).toMatchObject({ number: 2 })
    expect(await shell.json('agent versions front-desk')).toMatchObject([
      { number: 2, live: true },
      { number: 1 },
    ])
    expect(await shell.json('agent diff front-desk 2 --from v1')).toMatchObject([
      { field: 'skills.find_patient.description' },
    ])
    expect(await shell.json('skill history front-desk find_patient')).toMatchObject([
      { version: 2, change: 'changed' },
      { version: 1, change: 'added', note: 'first' },
    ])
  })

  test('goes back', async () => {
    expect(await shell.json('agent rollback front-desk 1 --yes')).toMatchObject({ number: 1, live: true })
    expect(await shell.problem('agent rollback front-desk 9 --yes')).toMatchObject({
      code: 'name_unknown',
      exit: 2,
    })
  })

  test('may be a new one', async () => {
    expect(await shell.json('agent add night-desk --timezone Europe/Amsterdam')).toMatchObject({
      name: 'night-desk',
    })
  })

  test('loses a binding when somebody agrees', async () => {
    expect(await shell.json('binding delete front-desk find_patient --yes')).toEqual({
      deleted: 'find_patient',
    })
  })
})

describe('a goal in words', () => {
  test('becomes a draft, of which what is strong is agreed to', async () => {
    const goal = 'auto front-desk "show one patient by id" --param patient_id --returns full_name'
    expect(await shell.json(`${goal} --accept strong --test`)).toMatchObject({
      skill: { isEnabled: false },
      binding: { operation: expect.any(String) },
    })
  })

  test('is not published while a line is open', async () => {
    const goal = 'auto front-desk "list the practitioners" --publish'
    expect(await shell.problem(goal)).toMatchObject({ exit: 8 })
  })

  test('goes live in one line when all of it is agreed to', async () => {
    const goal =
      'auto front-desk "list the practitioners of the clinic" --accept all --publish --provider clinic'
    const { code, err } = await shell.run(goal)
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('is live, with') })
  })

  test('that nothing fits is refused', async () => {
    expect(await shell.problem('auto front-desk "launch a rocket"')).toMatchObject({
      code: 'auto_map_failed',
      exit: 6,
    })
  })
})
