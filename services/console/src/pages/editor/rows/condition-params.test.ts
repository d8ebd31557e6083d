import { expect, test } from 'vitest'
import { conditionParams } from './condition-params.ts'

test('asks for each parameter of conditions once, as what it is compared with', () => {
  const where = [
    { field: 'id', param: 'customer' },
    { field: 'status', op: 'in' as const, param: 'states', optional: true },
    {
      anyOf: [
        { field: 'id', param: 'customer', optional: true },
        { field: 'due', relative: 'today' },
      ],
    },
  ]
  const id = {
    name: 'id',
    type: 'integer',
    jsonType: 'integer',
  }
  expect(
    conditionParams({ operation: 'orders.find', toolName: 'Find', where }, { columns: [id], targets: [] }),
  ).toEqual([
    { name: 'customer', jsonType: 'integer', isOptional: false },
    { name: 'states', jsonType: 'array', isOptional: true },
  ])
})
