import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { commandLine, commandPage, treeBlock } from './help/pages.ts'
import { loadCommand } from './help/help-lines.ts'
import { registry } from './registry.ts'
import { envelopeSchema } from './schemas/output-schema.ts'
import { readWords } from './command-line/parse-arguments.ts'
import { globalParameters } from './command-line/global-flags.ts'
import { wordsOf } from './testing/run-line.ts'

const folder = import.meta.dirname
const tests = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n')
const fileOf = (path: string): string => join(folder, '..', path)

describe.each(Object.keys(registry))('%s', (path) => {
  test('is asked for as JSON by a test, which holds it to its schema', () => {
    const asked = new RegExp(`(\\.json\\(\\s*|\\b(?:line|goal|connect) = )[\`'"]${path}\\b`)
    expect(asked.test(tests)).toBe(true)
  })

  test('has a schema that is one, an example that it takes, and a summary', async () => {
    const { output, example, takes, summary } = await loadCommand(registry, path)
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    expect(() => ajv.compile({})).not.toThrow()
    expect(ajv.compile(await envelopeSchema(output))({ data: undefined })).toBe(false)
    expect(example === path || example.startsWith(`${path} `)).toBe(true)
    expect(readWords(wordsOf(example), [...takes, ...globalParameters]).unknown).toEqual([])
    expect(summary).toMatch(/^[A-Z].*[^.]$/)
  })

  test('takes no flag that would hold a secret', async () => {
    const { takes } = await loadCommand(registry, path)
    for (const { name } of takes.filter(({ kind }) => kind === 'flag'))
      expect(name).not.toMatch(/^(api-?key|key|token|password|secret)$/)
  })
})

test('the page of commands is written from the registry: run packages/cli/src/write-pages.ts', async () => {
  expect(readFileSync(fileOf('commands.md'), 'utf8')).toBe(await commandPage())
})

test('the tree in the README is that of the registry: run packages/cli/src/write-pages.ts', async () => {
  expect(readFileSync(fileOf('README.md'), 'utf8')).toContain(await treeBlock())
})

test('a line of the page says what is typed', async () => {
  expect(await commandLine('agent show')).toBe('bindery agent show <agent>')
})
