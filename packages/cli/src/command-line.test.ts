import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registry } from './registry.ts'
import { openShell, type Shell } from './testing/run-line.ts'
import { version } from './version.ts'
import manifest from '../package.json' with { type: 'json' }

let shell: Shell
beforeAll(() => {
  shell = openShell()
})
afterAll(() => shell.close())

describe('what is no command', () => {
  test.each([
    ['a misspelt noun', 'agnet list', 'agent list'],
    ['a misspelt verb', 'agent lst', 'agent list'],
    ['a noun alone', 'agent', 'agent list'],
    ['one word of two', 'whoam', 'whoami'],
  ])('%s is answered with what was meant', async (_, line, near) => {
    const problem = await shell.problem(line)
    expect(problem).toMatchObject({ code: 'command_unknown', exit: 2 })
    expect(problem['suggestions']).toContain(near)
  })

  test.each([
    ['a misspelt flag', 'agent list --limt 5', ['--limit']],
    ['a flag of another command', 'whoami --limit 5', []],
  ])('%s is answered likewise', async (_, line, suggestions) => {
    expect(await shell.problem(line)).toMatchObject({ code: 'flag_unknown', exit: 2, suggestions })
  })

  test('a secret has no flag, and the message does not repeat it', async () => {
    const { err, code } = await shell.run('agent list --api-key=bnd_secret')
    expect(code).toBe(2)
    expect(err).toContain('BINDERY_API_KEY')
    expect(err).not.toContain('bnd_secret')
  })

  test.each([
    ['a flag without its value', 'agent list --limit'],
    ['a flag in the place of a value', 'agent list --output --json'],
    ['a value of a switch', 'agent list --json=yes'],
    ['a number out of bounds', 'agent list --limit 0'],
    ['a word that is no choice', 'agent list --env prod'],
    ['two formats', 'agent list --json --output csv'],
    ['quiet and verbose', 'agent list --quiet --verbose'],
    ['an argument too many', 'whoami now'],
  ])('%s is a mistake of the line', async (_, line) => {
    const { code, out, err } = await shell.run(line)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.trim().split('\n')[0]).toMatch(/^(error: |\{.*"code":"usage")/)
  })
})

describe('help', () => {
  test('without a command is an overview, and a mistake only when nothing was typed', async () => {
    expect(await shell.run('')).toMatchObject({ code: 2, err: '' })
    const { code, out } = await shell.run('--help')
    expect(code).toBe(0)
    for (const path of Object.keys(registry)) expect(out).toContain(path)
    expect(out).toContain('130  stopped by Ctrl+C')
  })

  test('of a command and of a noun', async () => {
    expect((await shell.run('skill run --help')).out).toContain('-i, --input <input>')
    expect((await shell.run('help skill')).out).toContain('skill list')
    expect(await shell.problem('help skil')).toMatchObject({ code: 'command_unknown' })
  })

  test('as a list of lines', async () => {
    expect(await shell.json('help --map paths')).toContain('agent show <agent>')
  })
})

test('the version is that of the package', async () => {
  expect(version).toBe(manifest.version)
  expect((await shell.run('--version')).out).toBe(`${version}\n`)
  expect(await shell.json('version')).toMatchObject({ version })
})
