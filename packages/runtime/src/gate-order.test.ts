import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { gates } from './gate-order.ts'

test('no gate may be skipped: every file of the folder is in the list, in this order', () => {
  const files = readdirSync(new URL('gates/', import.meta.url)).filter((file) => !file.endsWith('.test.ts'))
  const names = gates.map((gate) => gate.name)
  expect(names).toEqual([
    'integrity',
    'enabled',
    'published',
    'stale',
    'scope',
    'input',
    'content_policy',
    'write_gate',
    'conversation_state',
    'business_hours',
    'identity',
    'guardrail_rate_limit',
    'rate_limit',
    'successful_calls',
    'conversation_turn',
    'confirmation',
  ])
  expect(files.map((file) => file.replace('.ts', '').replaceAll('-', '_')).sort()).toEqual([...names].sort())
})

test('every gate has a test of its own', () => {
  const files = readdirSync(new URL('gates/', import.meta.url))
  const missing = files.filter(
    (file) => !file.endsWith('.test.ts') && !files.includes(file.replace('.ts', '.test.ts')),
  )
  expect(missing).toEqual([])
})
