import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readIntent } from '../../../packages/mapper/src/goal/read-intent.ts'

const Wording = z.strictObject({
  text: z.string(),
  form: z.enum(['noun phrase', 'imperative', 'any']),
  language: z.string(),
  effect: z.enum(['read', 'write', 'unclear']),
})

const wordings = readFileSync(new URL('../../../fixtures/automap/wordings.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => Wording.parse(JSON.parse(line)))

function read(form: z.infer<typeof Wording>['form']) {
  const own = wordings.filter((wording) => wording.form === form)
  const counts = { of: own.length, read: 0, write: 0, unclear: 0 }
  for (const { text } of own) counts[readIntent(text).effect] += 1
  return counts
}

test('takes no noun phrase for a write, and knows nine imperatives in ten', () => {
  const { of, write } = read('imperative')
  expect(write / of).toBeGreaterThanOrEqual(0.9)
  expect(read('noun phrase')).toMatchObject({ write: 0 })
})

test('cannot tell what a goal in another language asks for', () => {
  const { of, unclear } = read('any')
  expect(unclear).toBe(of)
})
