import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBinding } from './binding-shape.ts'
import { isPicked } from './outputs.ts'
import { conditionParams } from './rows/condition-params.ts'
import { sourceOf } from './source.ts'
import { read } from './yaml.ts'

const head = { operation: 'find', toolName: 'Find' }

describe('what is no binding that the panes can show', () => {
  test.each([
    ['text for a list', { ...head, inputs: 'abc' }],
    ['nothing for a list', { ...head, inputs: null }],
    ['nothing in a list', { ...head, inputs: [null] }],
    ['a number for an output', { ...head, projection: [5] }],
    ['numbers for names', { ...head, projection: [{ path: 5, leaf: 7 }] }],
    ['fields that are none', { ...head, projection: [{ path: 'a', leaf: 'b', fields: [{}] }] }],
    ['a template that is no text', { ...head, inputs: [{ argument: 'q', template: 5 }] }],
    ['a search without a table', { ...head, sqlSearch: {} }],
    ['a condition without a field', { ...head, where: [{ param: 'a' }] }],
    ['a group that is none', { ...head, where: [{ anyOf: 'a' }] }],
    ['an order that is none', { ...head, orderBy: ['a'] }],
    ['an aggregate without values', { ...head, aggregate: { leaf: 'a' } }],
    ['a list', [head]],
  ])('%s', (_name, value) => {
    expect(isBinding(value)).toBe(false)
  })
})

test('whatever passes can be shown', () => {
  const names = fc.constantFrom(
    'inputs',
    'inputObjectMap',
    'projection',
    'sqlSearch',
    'sqlWrite',
    'where',
    'orderBy',
    'aggregate',
    'description',
  )
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue({ maxDepth: 4 })), (parts) => {
      const value: unknown = { ...head, ...parts }
      if (!isBinding(value)) return
      const target = {
        name: 'a',
        type: 'string',
        jsonType: 'string',
        required: false,
        place: 'x',
        sensitivity: 'none',
      }
      for (const slot of ['argument', 'field', 'search', 'write', 'key'] as const)
        sourceOf(value, { ...target, slot })
      conditionParams(value, { columns: [], targets: [] })
      isPicked(value, { path: 'a', lists: ['$'], isMany: false })
    }),
  )
})

test('a text that grows when it is read is refused, however short it is', () => {
  const bomb = ['a: &a [x, x]', 'b: &b [*a, *a]', 'operation: find', 'toolName: [*b, *b]'].join('\n')
  expect(read(bomb, isBinding)).toMatchObject({ ok: false })
  expect(read('operation: find\ntoolName: Find\n', isBinding)).toMatchObject({ ok: true })
})
