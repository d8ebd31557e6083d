import { expect, test } from 'vitest'
import { keepsEnabled } from './keeps-enabled.ts'

test.each([
  ['kept', 'read', 'delete', true],
  ['kept_for_reads', 'read', 'read', true],
  ['kept_for_reads', 'create', 'create', false],
  ['kept_unless_graver', 'read', 'read', true],
  ['kept_unless_graver', 'create', 'create', true],
  ['kept_unless_graver', 'delete', 'read', true],
  ['kept_unless_graver', 'read', 'create', false],
  ['kept_unless_graver', 'update', 'delete', false],
] as const)('%s: %s that becomes %s stays enabled: %s', (...[enabling, before, after, expected]) => {
  expect(keepsEnabled(enabling, { before, after })).toBe(expected)
})
