import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from './index.ts'

const files = readdirSync(new URL('.', import.meta.url)).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
)
const sources = files.map((name) => ({ name, text: readFileSync(new URL(name, import.meta.url), 'utf8') }))
const ruleFiles = sources.filter(({ text }) => /export const \w+: Rule = /.test(text))
const index = readFileSync(new URL('index.ts', import.meta.url), 'utf8')

describe('the registry of rules', () => {
  test.each(ruleFiles.map(({ name }) => [name]))('lists %s', (name) => {
    expect(index).toContain(`'./${name}'`)
  })
  test.each([...ruleFiles.map(({ name }) => [name]), ['operation-known.ts']])(
    '%s has its own table test',
    (name) => {
      expect(readdirSync(new URL('.', import.meta.url))).toContain(name.replace('.ts', '.test.ts'))
    },
  )
  test('lists every rule once', () => {
    expect(new Set(rules).size).toBe(ruleFiles.length)
  })
})
