import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { loadOrMakeMasterKey, MasterKey, parseMasterKey } from './master-key.ts'

const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7))
/** Ciphertexts name their key so: it may never change. */
const id = '8546b5b84ee7f4b5'

describe('parseMasterKey', () => {
  test.each([
    ['hex', bytes.toString('hex')],
    ['upper-case hex', bytes.toString('hex').toUpperCase()],
    ['base64', bytes.toString('base64')],
    ['base64 without padding', bytes.toString('base64').replace('=', '')],
    ['base64url', bytes.toString('base64url')],
    ['white space around it', `\n  ${bytes.toString('hex')}\r\n`],
  ])('reads 32 bytes as %s', (_, text) => {
    expect(parseMasterKey(text).id).toBe(id)
  })

  test.each([
    ['nothing', ''],
    ['a pass phrase', 'correct horse battery staple'],
    ['31 bytes as hex', bytes.subarray(1).toString('hex')],
    ['33 bytes as hex', `${bytes.toString('hex')}00`],
    ['a name before it', `MASTER_KEY=${bytes.toString('hex')}`],
    ['33 bytes as base64', Buffer.concat([bytes, bytes.subarray(0, 1)]).toString('base64')],
    ['hex with a wrong digit', `${bytes.toString('hex').slice(0, 63)}x`],
    [
      'base64 with a foreign character',
      `${bytes.toString('base64').slice(0, 20)}!${bytes.toString('base64').slice(20)}`,
    ],
    ['base64 with text after it', `${bytes.toString('base64')} # production`],
    ['two keys', `${bytes.toString('base64')}\n${bytes.toString('base64')}`],
  ])('refuses %s and says what was expected', (_, text) => {
    expect(() => parseMasterKey(text)).toThrow('32 bytes, as 64 hex digits or as base64')
  })

  it('does not repeat a key that it refuses', () => {
    expect(() => parseMasterKey('hunter2hunter2')).toThrow(expect.not.stringContaining('hunter2'))
  })
})

describe('a master key', () => {
  const key = parseMasterKey(bytes.toString('hex'))

  it('gives each use a key of its own, the same one each time', () => {
    const uses = ['audit chain', 'api key digest', 'vault wrapping key']
    const keys = uses.map((use) => key.derive(use).toString('hex'))
    expect(keys).toEqual(
      uses.map((use) => parseMasterKey(bytes.toString('base64')).derive(use).toString('hex')),
    )
    expect(new Set([...keys, bytes.toString('hex')]).size).toBe(4)
  })

  it.each([
    ['audit chain', 'fb197e5e53fc98a9430be5d2c059bb50b630d3506b1a37f4d8e93e1d19a2d5a3'],
    ['api key digest', 'dc3d45848ebacef510aca0440cd8d921cf4f698cae00dc3eab1f18a8a7b39bb9'],
    ['vault wrapping key', 'a12606011f557f7f9a2132a58ff592e8be989fd308ff17ea19c0ba5a28bd7b4f'],
  ])('gives "%s" the key that what is stored was made with', (use, hex) => {
    expect(key.derive(use).toString('hex')).toBe(hex)
  })

  it.each([0, 16, 31, 33, 64])('is not made of %i bytes', (length) => {
    expect(() => new MasterKey(Buffer.alloc(length))).toThrow('must be 32 bytes')
  })

  it.each([
    ['inspect', () => inspect(key, { depth: 5, showHidden: true })],
    ['JSON', () => JSON.stringify({ key })],
    ['an error', () => inspect(new Error('failed', { cause: key }))],
  ])('does not show itself in %s', (_, show) => {
    expect(show()).not.toContain(bytes.toString('hex').slice(0, 12))
    expect(show()).not.toContain(bytes.toString('base64').slice(0, 12))
  })
})

describe('loadOrMakeMasterKey', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bindery-key-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const file = () => join(folder, 'master.key')

  it('makes a key that only its owner reads, and loads the same one afterwards', () => {
    const made = loadOrMakeMasterKey(folder)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(readFileSync(file(), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(loadOrMakeMasterKey(folder).id).toBe(made.id)
    expect(readdirSync(folder)).toEqual(['master.key'])
  })

  it('makes no key in the place of a link that leads nowhere', () => {
    symlinkSync(join(folder, 'not-mounted'), file())
    expect(() => loadOrMakeMasterKey(folder)).toThrow('ENOENT')
    expect(readdirSync(folder)).toEqual(['master.key'])
  })

  it('takes the rights of others away from a key that they could read', () => {
    writeFileSync(file(), bytes.toString('hex'), { mode: 0o644 })
    expect(loadOrMakeMasterKey(folder).id).toBe(id)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('gives processes that start together one key, and leaves no other file', async () => {
    const program = `import { loadOrMakeMasterKey } from ${JSON.stringify(new URL('master-key.ts', import.meta.url).href)}
      process.stdout.write(loadOrMakeMasterKey(${JSON.stringify(folder)}).id)`
    const start = () =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program])
    const outputs = await Promise.all(Array.from({ length: 4 }, start))
    expect(new Set(outputs.map((output) => output.stdout)).size).toBe(1)
    expect(readdirSync(folder)).toEqual(['master.key'])
  })

  it('refuses a damaged key instead of making another one', () => {
    writeFileSync(file(), 'damaged')
    expect(() => loadOrMakeMasterKey(folder)).toThrow('32 bytes')
    expect(readFileSync(file(), 'utf8')).toBe('damaged')
  })
})
