import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sourceKinds } from '../registry.ts'

const root = join(import.meta.dirname, '..')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))

test.each(sourceKinds)('the contract of a source kind is asked of %s', (kind) => {
  const asking = files.filter(({ text }) => text.includes(`describeSource('${kind}', {`))
  expect(asking.map(({ file }) => file)).toHaveLength(1)
})

test('no source kind runs passes of its own choice in place of those for safety', () => {
  const passes = /import \{[^}]*\b(?:inferSensitivity|markErrorChannels|finishCatalog|judgeEffects)\b/
  const importing = files.filter(({ file, text }) => !file.endsWith('.test.ts') && passes.test(text))
  expect(importing.map(({ file }) => file)).toEqual(['passes/conclude-catalog.ts'])
})
