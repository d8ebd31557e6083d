import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ClinicServer, findPatient, startClinicServer } from '@bindery/api/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openShell, type Shell } from './testing/run-line.ts'

/* What a server holds, as files: pulled, edited, planned and applied. */

let server: ClinicServer
let shell: Shell
beforeAll(async () => {
  server = await startClinicServer()
  await server.publish(findPatient)
  shell = openShell({ address: server.address, key: 'test-key-with-every-scope' })
})
afterAll(async () => {
  shell.close()
  await server.close()
})
const root = () => join(shell.folder, 'bindery')
beforeEach(() => rmSync(root(), { recursive: true, force: true }))

const at = (path: string): string => join(root(), path)
const write = (path: string, text: string): void => {
  mkdirSync(join(at(path), '..'), { recursive: true })
  writeFileSync(at(path), text)
}
const read = (path: string): string => readFileSync(at(path), 'utf8')
const found = 'bindings/front-desk/find_patient.yaml'

const agent = 'apiVersion: bindery/v1\nkind: Agent\nname: night\n'
const binding = (toolName: string, operation = 'searchPatients'): string => `# Who calls at night.
apiVersion: bindery/v1
kind: Binding
agent: night
integration: clinic
operation: ${operation}
toolName: ${toolName}
inputs:
  - { param: caller_phone, argument: phone, required: true }
projection:
  - { path: patients, leaf: patients, max: 5, fields: [{ path: fullName, leaf: customer_name }] }
`

test('an agent is written into files that apply as they are, and a second time as they are', async () => {
  const pulled = await shell.json('pull front-desk')
  expect(pulled).toMatchObject({
    files: [
      { path: join('bindery', 'agents/front-desk.yaml'), outcome: 'written' },
      { path: join('bindery', found), outcome: 'written' },
    ],
  })
  expect(read(found)).toContain('toolName: Find patient')
  expect(await shell.json('plan')).toMatchObject({ changes: [{ action: 'none' }, { action: 'none' }] })
  expect(await shell.json('apply --yes')).toMatchObject({ changes: [{ action: 'none' }, { action: 'none' }] })
})

test('what says the same already keeps its comments, and what is written anew is told', async () => {
  await shell.run('pull front-desk')
  write(found, `# Ours.\n${read(found)}`)
  expect(await shell.json('pull front-desk')).toMatchObject({ files: [{}, { outcome: 'unchanged' }] })
  expect(read(found)).toContain('# Ours.')
  write(found, read(found).replace('Find patient', 'Find a patient'))
  const { err } = await shell.run('pull front-desk --json')
  expect(read(found)).toContain('toolName: Find patient')
  expect(err).toBe('')
})

test.each([
  ['../../outside', '=2E.=2F..=2Foutside'],
  ['a/b: c', 'a=2Fb=3A c'],
  ['..', '=2E=2E'],
])('an agent called %s is written into the folder and nowhere else', async (name, file) => {
  await server.api('POST', '/agents', { body: { name } })
  const pulled = await shell.json(`pull "${name}"`)
  expect(pulled).toMatchObject({ files: [{ path: join('bindery', 'agents', `${file}.yaml`) }] })
  expect(read(join('agents', `${file}.yaml`))).toContain('kind: Agent')
})

test('an agent with a long name in another script is written too', async () => {
  const name = '客'.repeat(120)
  await server.api('POST', '/agents', { body: { name } })
  expect(await shell.json(`pull ${name}`)).toMatchObject({ files: [{ outcome: 'written' }] })
  expect(await shell.json(`pull ${name}`)).toMatchObject({ files: [{ outcome: 'unchanged' }] })
})

describe('a folder of files', () => {
  test('is planned with the places that differ, and applied when somebody agrees', async () => {
    write('night.yaml', agent)
    write('find.yaml', binding('Look up a caller'))
    const planned = await shell.run('plan')
    expect(planned.err).toContain('+ Agent/night')
    expect(planned.err).toContain('+ Binding/night/look_up_a_caller')
    expect(planned.err).toContain('2 to create.')
    const refused = await shell.run('apply --no-input')
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('Give --yes')])
    const applied = await shell.run('apply', { typed: ['y'] })
    expect([applied.code, applied.err]).toEqual([0, expect.stringContaining('Applied 2')])
    write('find.yaml', binding('Look up a caller').replace('max: 5', 'max: 3'))
    expect((await shell.run('plan')).err).toContain('/projection/0/max: 5 -> 3')
  })

  test('ends with a code of its own where anything differs, for CI', async () => {
    write('night.yaml', agent)
    expect((await shell.run('plan --fail-on-changes')).code).toBe(0)
    write('night.yaml', `${agent}description: At night.\n`)
    expect((await shell.run('plan --fail-on-changes')).code).toBe(7)
  })

  test('that does not compile says where, and nothing of it is applied', async () => {
    write('a.yaml', `${agent.replace('night', 'dusk')}`)
    write('find.yaml', binding('Look up', 'searchPatient').replace('agent: night', 'agent: dusk'))
    const planned = await shell.run('plan')
    expect([planned.code, planned.err]).toEqual([
      6,
      expect.stringContaining(`${join('bindery', 'find.yaml')} /operation operation_not_found:`),
    ])
    expect((await shell.run('apply --yes')).code).toBe(6)
    expect((await shell.run('agent show dusk')).code).toBe(2)
  })

  test('whose plan was kept is refused where somebody else has changed something since', async () => {
    write('night.yaml', `${agent}description: One.\n`)
    await shell.run('plan --out plan.json')
    write('night.yaml', `${agent}description: Two.\n`)
    await shell.run('apply --yes')
    const late = await shell.run('apply --plan plan.json')
    expect([late.code, late.err]).toEqual([9, expect.stringContaining('Agent/night')])
  })

  test('of a project takes away what it wrote and holds no more', async () => {
    write('bindery.yaml', 'project: clinic-files\n')
    write('night.yaml', agent)
    write('one.yaml', binding('One'))
    write('two.yaml', binding('Two'))
    await shell.run('apply --yes')
    rmSync(at('two.yaml'))
    expect((await shell.run('plan')).err).not.toContain('two')
    expect((await shell.run('plan --prune')).err).toContain('- Binding/night/two')
    await shell.run('apply --prune --yes')
    expect((await shell.run('skill show night two')).code).toBe(2)
    expect((await shell.run('skill show night one')).code).toBe(0)
  })

  test.each([
    ['that is not there', () => undefined, 2],
    ['without a resource', () => write('bindery.yaml', 'project: a\n'), 2],
    ['with a file that is none', () => write('note.yaml', 'to: do\n'), 6],
    ['with a file that is no YAML', () => write('note.yaml', 'a: [\n'), 6],
    ['with a member that is none', () => write('night.yaml', `${agent}nmae: x\n`), 6],
    ['with a version that is none', () => write('night.yaml', agent.replace('v1', 'v9')), 6],
  ])('%s is told so', async (_, make, code) => {
    make()
    expect((await shell.problem('plan'))['code']).toBeDefined()
    expect((await shell.run('plan')).code).toBe(code)
  })
})
