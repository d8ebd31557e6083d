import type { Binding } from '@bindery/client'
import { expect, test } from 'vitest'
import { isBinding } from './binding-shape.ts'
import { differencesOf, merge } from './differences.ts'

const theirs: Binding = { operation: 'find', toolName: 'Find', timeoutMs: 4000 }
const mine: Binding = { operation: 'find', toolName: 'Find a caller', description: 'By phone' }

test('two bindings differ member by member, and a missing one is a difference', () => {
  expect(differencesOf(mine, theirs)).toEqual([
    { member: 'toolName', mine: 'Find a caller', theirs: 'Find' },
    { member: 'timeoutMs', mine: undefined, theirs: 4000 },
    { member: 'description', mine: 'By phone', theirs: undefined },
  ])
  expect(differencesOf(theirs, { ...theirs })).toEqual([])
})

test('what is taken of mine stands in theirs, and nothing else of it', () => {
  expect(merge({ mine, theirs, is: isBinding }, new Set(['toolName']))).toEqual({
    ...theirs,
    toolName: 'Find a caller',
  })
  expect(merge({ mine, theirs, is: isBinding }, new Set(['timeoutMs', 'description']))).toEqual({
    operation: 'find',
    toolName: 'Find',
    description: 'By phone',
  })
  expect(merge({ mine, theirs, is: isBinding }, new Set())).toEqual(theirs)
})
