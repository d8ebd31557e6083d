import type { Binding, Operation } from '@bindery/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namedTargets } from './named-targets.ts'
import { sourceOf, type Target } from './source.ts'

const argument = (name: string): Operation['arguments'][number] => ({
  name,
  place: 'body',
  type: 'Patient',
  jsonType: 'object',
  references: ['Patient'],
  required: true,
  nullable: false,
  sensitivityClass: 'pii',
})

const operation = { arguments: [argument('body')] }

test('an input object that is given as a whole has a row beside its fields', () => {
  const binding: Binding = {
    operation: 'updatePatient',
    toolName: 'x',
    inputs: [{ param: 'all', argument: 'body' }],
    inputObjectMap: [{ field: 'phone', param: 'phone' }],
  }
  expect(namedTargets(binding, [target('phone', 'field')], operation)).toMatchObject([
    { name: 'body', slot: 'argument', type: 'Patient', sensitivity: 'pii', required: false },
  ])
})

function target(name: string, slot: Target['slot']): Target {
  return {
    name,
    slot,
    type: 'string',
    jsonType: 'string',
    required: false,
    place: 'body',
    sensitivity: 'none',
  }
}

const names = fc.constantFrom('a', 'b', 'c', 'd.e')
const binding: fc.Arbitrary<Binding> = fc.record({
  operation: fc.constant('t.update'),
  toolName: fc.constant('x'),
  inputs: fc.array(fc.record({ param: names, argument: names }), { maxLength: 3 }),
  inputObjectMap: fc.array(fc.record({ param: names, field: names }), { maxLength: 3 }),
  sqlSearch: fc.record({
    table: fc.constant('t'),
    filters: fc.array(fc.record({ column: names, param: names }), { maxLength: 3 }),
  }),
  sqlWrite: fc.record({
    table: fc.constant('t'),
    mode: fc.constantFrom('insert' as const, 'update' as const),
    columns: fc.array(fc.record({ column: names, param: names }), { maxLength: 3 }),
    keys: fc.array(fc.record({ column: names, param: names }), { maxLength: 3 }),
  }),
})

test('each source of a binding has one row, whatever the operation is known to take', () => {
  fc.assert(
    fc.property(binding, fc.uniqueArray(names), (written, known) => {
      const targets = known.map((name) => target(name, 'argument'))
      const rows = [...targets, ...namedTargets(written, targets, { arguments: [] })]
      for (const { slot, name } of sourcesOf(written)) {
        const showing = rows.filter(
          (row) =>
            row.name === name && partOf(row.slot) === partOf(slot) && sourceOf(written, row) !== undefined,
        )
        expect(showing.map((row) => row.name)).toEqual([name])
      }
    }),
  )
})

const partOf = (slot: Target['slot']): string => (slot === 'field' ? 'argument' : slot)

const sourcesOf = ({ inputs = [], inputObjectMap = [], sqlSearch, sqlWrite }: Binding) => [
  ...inputs.map((input) => ({ slot: 'argument' as const, name: input.argument })),
  ...inputObjectMap.map(({ field }) => ({ slot: 'field' as const, name: field })),
  ...(sqlSearch?.filters ?? []).map(({ column }) => ({ slot: 'search' as const, name: column })),
  ...(sqlWrite?.columns ?? []).map(({ column }) => ({ slot: 'write' as const, name: column })),
  ...(sqlWrite?.keys ?? []).map(({ column }) => ({ slot: 'key' as const, name: column })),
]
