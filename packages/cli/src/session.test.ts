import { statSync } from 'node:fs'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startTestServer, type TestServer } from '@bindery/api/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShell, type Shell } from './testing/run-line.ts'

const key = 'test-key-with-every-scope'
let server: TestServer
let shell: Shell

beforeAll(async () => {
  server = await startTestServer()
  shell = openShell()
})
afterAll(async () => {
  shell.close()
  await server.close()
})

test('a sign-in is kept for its user alone, and carries later lines', async () => {
  const login = `login --server ${server.address}`
  expect(await shell.json(login, { input: `${key}\n` })).toMatchObject({
    profile: 'default',
    server: server.address,
  })
  const { mode } = statSync(join(shell.folder, 'config', 'profiles.json'))
  expect((mode & 0o777).toString(8)).toBe('600')
  expect(await shell.json('agent list')).toEqual([])
  expect(await shell.json('whoami')).toMatchObject({
    keyFrom: 'profile',
    profile: 'default',
    keyPrefix: 'test-key',
  })
})

test('a key that the server refuses is not kept', async () => {
  const refused = await shell.problem(`login --server ${server.address} --profile other`, { input: 'nobody' })
  expect(refused).toMatchObject({ code: 'api_key_invalid', exit: 3 })
  expect(await shell.problem('whoami --profile other')).toMatchObject({ code: 'name_unknown', exit: 2 })
})

test('the key of a sign-in goes to no other server', async () => {
  const elsewhere = await shell.problem('agent list --server http://127.0.0.1:9')
  expect(elsewhere).toMatchObject({ code: 'not_signed_in', exit: 3 })
})

test('the key may be typed, and is nowhere in what is shown', async () => {
  const { out, err, code } = await shell.run(`login --server ${server.address}`, { typed: [key] })
  expect(code).toBe(0)
  expect(out + err).not.toContain(key)
})

test('a key in the environment by another name', async () => {
  const options = { environment: { MY_KEY: key } }
  expect(await shell.json(`login --server ${server.address} --from-env MY_KEY`, options)).toMatchObject({
    profile: 'default',
  })
  expect(await shell.problem('login --from-env NOT_SET')).toMatchObject({ code: 'input_missing', exit: 2 })
})

test('a file that others may read is warned of', async () => {
  const folder = join(shell.folder, 'open')
  mkdirSync(folder)
  const file = join(folder, 'profiles.json')
  writeFileSync(file, '{}')
  chmodSync(file, 0o644)
  const { out } = await shell.run('whoami --json', { environment: { BINDERY_CONFIG_DIR: folder } })
  expect(JSON.parse(out)).toMatchObject({ warnings: [{ code: 'file_open_to_others' }] })
})

test('a sign-in that is forgotten is gone', async () => {
  expect(await shell.json('logout')).toEqual({ forgotten: 'default', kept: [] })
  expect(await shell.problem('agent list')).toMatchObject({ code: 'not_signed_in', exit: 3 })
  expect(await shell.problem('logout')).toMatchObject({ code: 'name_unknown', exit: 2 })
})

test.each([
  ['no key', { line: 'agent list', environment: {} }, { code: 'not_signed_in', exit: 3 }],
  [
    'no server',
    { line: 'agent list --server http://127.0.0.1:9', environment: { BINDERY_API_KEY: key } },
    { code: 'server_unreachable', exit: 4, retryable: true },
  ],
  [
    'an address that is none',
    { line: 'agent list --server nowhere', environment: { BINDERY_API_KEY: key } },
    { code: 'usage', exit: 2 },
  ],
])('%s', async (_, { line, environment }, expected) => {
  expect(await shell.problem(line, { environment })).toMatchObject(expected)
})
