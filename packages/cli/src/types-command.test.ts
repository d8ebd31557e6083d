import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type ClinicServer, findPatient, startClinicServer } from '@bindery/api/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packPackage } from './packing/build-package.ts'
import { buildClient } from './packing/build-client.ts'
import { openShell, type Shell } from './testing/run-line.ts'

const key = 'test-key-with-every-scope'
const root = dirname(dirname(dirname(import.meta.dirname)))
const phone = '+31612345678'
let server: ClinicServer
let shell: Shell

beforeAll(async () => {
  server = await startClinicServer()
  await server.publish(findPatient)
  shell = openShell({ address: server.address, key })
})
afterAll(async () => {
  shell.close()
  await server.close()
})

const inFolder = (...names: readonly string[]): string => join(shell.folder, ...names)

/** Runs a program beside us, so that the server in this process can answer it. */
async function runProgram(program: string, words: readonly string[]) {
  const env = { ...process.env, BINDERY_API_KEY: key, BINDERY_SERVER: server.address, AGENT: server.agentId }
  const child = spawn(program, words, { cwd: shell.folder, env })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (child.exitCode === null) await once(child, 'close')
  return { code: child.exitCode, out, err }
}

test('each form tells of what is published', async () => {
  expect(await shell.json('types front-desk')).toContain('readonly "caller_phone": string')
  expect(await shell.json('types front-desk --as json-schema')).toMatchObject({ $defs: { find_patient: {} } })
  expect(await shell.json('types front-desk --as postman')).toMatchObject({
    item: [{ name: 'find_patient' }],
  })
})

test('a file that is behind is told by exit code 7', async () => {
  const { out } = await shell.run('types front-desk')
  writeFileSync(inFolder('skills.ts'), out)
  expect(await shell.json('types front-desk --check skills.ts')).toMatchObject({ isCurrent: true })
  writeFileSync(inFolder('old.ts'), '')
  expect((await shell.run('types front-desk --check old.ts')).code).toBe(7)
})

test('the packed client calls a published skill, by its types', async () => {
  await buildClient(inFolder('client'))
  const install = [
    'install',
    '--offline',
    '--silent',
    '--no-audit',
    '--no-fund',
    packPackage(inFolder('client')),
  ]
  mkdirSync(inFolder('home'))
  const installed = spawnSync('npm', install, { cwd: inFolder('home'), encoding: 'utf8' })
  expect(installed).toMatchObject({ status: 0 })
  writeFileSync(inFolder('home', 'skills.ts'), (await shell.run('types front-desk')).out)
  const program = (params: string): string => `
import { createAgentClient } from '@bindery/client'
import type { Skills } from './skills.js'
declare const process: { readonly env: { readonly [name: string]: string } }
const { BINDERY_SERVER: baseUrl = '', BINDERY_API_KEY: apiKey = '', AGENT: agentId = '' } = process.env
const desk = createAgentClient<Skills>({ baseUrl, apiKey, agentId })
const found = await desk.run('find_patient', ${params})
export const names: readonly (string | undefined)[] =
  found.status === 'ok' ? (found.output.patients ?? []).map(({ customer_name }) => customer_name) : []
console.log(JSON.stringify(names))
`
  writeFileSync(inFolder('home', 'call.ts'), program(`{ caller_phone: '${phone}' }`))
  writeFileSync(inFolder('home', 'wrong.ts'), program(`{ caller_fone: '${phone}' }`))
  writeFileSync(inFolder('home', 'package.json'), JSON.stringify({ type: 'module' }))
  const tsc = (file: string) =>
    spawnSync(
      join(root, 'node_modules/.bin/tsc'),
      ['--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom', '--types', '', file],
      { cwd: inFolder('home'), encoding: 'utf8' },
    )
  expect(tsc('call.ts')).toMatchObject({ status: 0, stdout: '' })
  expect(tsc('wrong.ts').stdout).toContain('caller_fone')
  expect(await runProgram(process.execPath, [inFolder('home', 'call.js')])).toEqual({
    code: 0,
    out: '["Ada Jansen"]\n',
    err: '',
  })
})

const python = spawnSync('python3', ['--version']).status === 0
if (!python) process.stderr.write('There is no python3, so the caller of the documents is not tried.\n')

test.runIf(python)('a program in Python calls the same by the OpenAPI description', async () => {
  const { out } = await shell.run('types front-desk --as openapi')
  writeFileSync(inFolder('desk.json'), out)
  const caller = join(root, 'packages/cli/examples/call_skill.py')
  const ran = await runProgram('python3', [caller, 'desk.json', 'find_patient', `caller_phone=${phone}`])
  expect(ran).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(ran.out)).toMatchObject({
    status: 'ok',
    output: { patients: [{ customer_name: 'Ada Jansen' }] },
  })
  expect(await runProgram('python3', [caller, 'desk.json', 'nothing'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('there is find_patient'),
  })
  expect(readFileSync(inFolder('desk.json'), 'utf8')).not.toContain(key)
})
