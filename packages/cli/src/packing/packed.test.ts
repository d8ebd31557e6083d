import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { version } from '../version.ts'
import { buildPackage, packPackage } from './build-package.ts'

const folder = mkdtempSync(join(tmpdir(), 'bindery-packed-'))
const home = join(folder, 'home')
let tarball = ''

beforeAll(async () => {
  mkdirSync(home)
  await buildPackage(join(folder, 'dist'))
  tarball = packPackage(join(folder, 'dist'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an empty folder installs the tarball without a network, and runs it', () => {
  const options = { cwd: home, encoding: 'utf8' as const, shell: process.platform === 'win32' }
  const install = [
    'install',
    '--offline',
    '--silent',
    '--no-audit',
    '--no-fund',
    '--cache',
    join(folder, 'cache'),
  ]
  expect(spawnSync('npm', [...install, tarball], options)).toMatchObject({ status: 0, stderr: '' })
  expect(readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['bindery'])
  const asked = spawnSync('npx', ['--no-install', 'bindery', '--version'], options)
  expect(asked).toMatchObject({ status: 0, stdout: `${version}\n` })
})

test.each([
  ['a mistake', ['agnet', 'list'], 2, 'Did you mean "agent list"'],
  ['no server', ['agent', 'list', '--server', 'http://127.0.0.1:9'], 4, 'cannot be reached'],
])('%s ends the process with its code', (...[, words, status, said]) => {
  const env = { ...process.env, BINDERY_API_KEY: 'k', BINDERY_CONFIG_DIR: home }
  const ended = spawnSync(process.execPath, [join(folder, 'dist/bindery.js'), ...words], {
    encoding: 'utf8',
    env,
  })
  expect(ended).toMatchObject({ status, stdout: '' })
  expect(ended.stderr).toContain(said)
})

test('every schema of the API is inside', () => {
  const map = spawnSync(process.execPath, [join(folder, 'dist/bindery.js'), 'help', '--map', 'json'], {
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  })
  expect(map.status).toBe(0)
  expect(JSON.parse(map.stdout)).toHaveProperty(['commands', 0, 'output', '$schema'])
})
