import type { Binding } from '@bindery/client'
import { describe, expect, test } from 'vitest'
import { applyPatch } from './json-patch.ts'

const binding: Binding = {
  operation: 'find',
  toolName: 'Find',
  inputs: [{ param: 'a', argument: 'phoe' }],
}

describe('a fix', () => {
  test('replaces, adds and removes, and leaves what it was made from', () => {
    const fixed = applyPatch(binding, [
      { op: 'replace', path: '/inputs/0/argument', value: 'phone' },
      { op: 'add', path: '/inputs/-', value: { param: 'b', argument: 'name' } },
      { op: 'add', path: '/description', value: 'Finds' },
    ])
    expect(fixed).toEqual({
      ...binding,
      description: 'Finds',
      inputs: [
        { param: 'a', argument: 'phone' },
        { param: 'b', argument: 'name' },
      ],
    })
    expect(applyPatch(binding, [{ op: 'remove', path: '/inputs/0' }])?.inputs).toEqual([])
    expect(binding.inputs?.[0]?.argument).toBe('phoe')
  })

  test('adds to a list that was left out', () => {
    const step = { op: 'add', path: '/inputObjectMap/-', value: { field: 'status', const: 'OPEN' } }
    expect(applyPatch(binding, [step])?.inputObjectMap).toEqual([{ field: 'status', const: 'OPEN' }])
  })

  test.each([
    ['a place that is gone', { op: 'replace', path: '/inputs/4/argument', value: 'x' }],
    ['a member that is gone', { op: 'remove', path: '/description' }],
    ['the whole', { op: 'remove', path: '' }],
    ['another operation', { op: 'move', path: '/inputs/0' }],
    ['no step', 'x'],
  ])('of %s changes nothing', (_name, step) => {
    expect(applyPatch(binding, [step])).toBeUndefined()
  })
})
