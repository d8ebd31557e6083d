import type { Binding } from '@bindery/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Source, sourceOf, type Target, withSource } from './source.ts'
import { typedTemplate } from './template-source.ts'

const target = (name: string, slot: Target['slot']): Target => ({
  name,
  slot,
  type: 'string',
  jsonType: 'string',
  required: false,
  place: 'query',
  sensitivity: 'none',
})

const operationOf: Readonly<Record<Target['slot'], string>> = {
  argument: 'searchPatients',
  field: 'createTicket',
  search: 'customers.find',
  write: 'customers.insert',
  key: 'customers.update',
}

const sources = fc.oneof(
  fc.record({ kind: fc.constant('param' as const), param: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ kind: fc.constant('constant' as const), value: fc.jsonValue() }),
)

describe('the source of a target', () => {
  for (const slot of ['argument', 'field', 'search', 'write', 'key'] as const) {
    const names = fc.constantFrom('one', 'two', 'three')
    const start: Binding = { operation: operationOf[slot], toolName: 'x' }

    test(`what was put into a ${slot} last is what is there, and nothing else moved`, () => {
      fc.assert(
        fc.property(fc.array(fc.tuple(names, fc.option(sources, { nil: undefined }))), (steps) => {
          const expected = new Map<string, Source>()
          let binding = start
          for (const [name, source] of steps) {
            binding = withSource(binding, target(name, slot), source)
            if (source === undefined) expected.delete(name)
            else expected.set(name, source)
          }
          for (const name of ['one', 'two', 'three'])
            expect(sourceOf(binding, target(name, slot))).toEqual(expected.get(name))
        }),
      )
    })
  }

  test('another transform of the same parameter keeps what was said of it', () => {
    const binding: Binding = {
      operation: 'find',
      toolName: 'x',
      inputs: [{ param: 'caller_phone', argument: 'phone', description: 'Who calls', required: true }],
    }
    const source: Source = { kind: 'param', param: 'caller_phone', transform: '$trim($)' }
    expect(withSource(binding, target('phone', 'argument'), source).inputs).toEqual([
      {
        param: 'caller_phone',
        argument: 'phone',
        description: 'Who calls',
        required: true,
        transform: '$trim($)',
      },
    ])
  })

  test('a constant of an argument stands where the compiler reads it', () => {
    const binding = withSource({ operation: 'tickets', toolName: 'x' }, target('status', 'argument'), {
      kind: 'constant',
      value: 'OPEN',
    })
    expect(binding.inputObjectMap).toEqual([{ field: 'status', const: 'OPEN' }])
  })

  test('an argument and a field of one name are filled and cleared apart', () => {
    const argument: Target = { ...target('id', 'argument'), isTwin: true }
    const field: Target = { ...target('id', 'field'), isTwin: true }
    const start: Binding = { operation: 'replace', toolName: 'x' }
    const one = withSource(start, argument, { kind: 'param', param: 'a' })
    expect(sourceOf(one, field)).toBeUndefined()
    const two = withSource(one, field, { kind: 'param', param: 'b' })
    expect(two).toMatchObject({
      inputs: [{ param: 'a', argument: 'id' }],
      inputObjectMap: [{ field: 'id', param: 'b' }],
    })
    expect(sourceOf(withSource(two, field, undefined), argument)).toEqual({ kind: 'param', param: 'a' })
  })

  test('two columns that are searched by stand together', () => {
    const start: Binding = { operation: 'visits.find', toolName: 'x' }
    const one = withSource(start, target('day', 'search'), { kind: 'param', param: 'a' })
    expect(one.sqlSearch).toEqual({ table: 'visits', filter: { column: 'day', param: 'a' } })
    const two = withSource(one, target('room', 'search'), { kind: 'param', param: 'b' })
    expect(two.sqlSearch).toEqual({
      table: 'visits',
      filters: [
        { column: 'day', param: 'a' },
        { column: 'room', param: 'b' },
      ],
    })
  })
})

test.each([
  ['q', '{a} and {b}', 'plain'],
  ['JQL', 'project = {a}', 'jql'],
  ['$filter', 'name eq {a}{? and x eq {b}?}', 'odata'],
  ['q', '{{a}}', undefined],
  ['q', 'plain words', undefined],
])('of %s what is typed as %s is a text in %s', (argument, typed, syntax) => {
  const made = typedTemplate(argument, typed)
  expect(made).toEqual(syntax && { kind: 'template', syntax, template: typed })
})

test('a template is shown, kept by every other edit, and given way to what is put in its place', () => {
  const input = { argument: 'q', syntax: 'jql' as const, template: 'a = {b}' }
  const binding: Binding = { operation: 'search', toolName: 'x', inputs: [input] }
  const q = target('q', 'argument')
  const source = sourceOf(binding, q)
  expect(source).toEqual({ kind: 'template', syntax: 'jql', template: 'a = {b}' })
  const edited = withSource(binding, target('limit', 'argument'), { kind: 'param', param: 'limit' })
  expect(edited.inputs?.[0]).toEqual(input)
  expect(withSource(edited, q, source).inputs?.[0]).toEqual(input)
  expect(withSource(edited, q, { kind: 'param', param: 'c' }).inputs?.[0]).toEqual({
    argument: 'q',
    param: 'c',
  })
})
