import { describe, expect, test } from 'vitest'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

describe('parameter-name', () => {
  test.each([
    ['a canonical name', 'customer_id', [undefined, []]],
    ['a name of its own', 'zzyzx', [undefined, []]],
    ['a name near a canonical one', 'custmer_id', ['parameter_not_canonical', ['customer_id']]],
    ['a name that is not snake_case', 'Customer Phon', ['leaf_invalid', ['customer_phone']]],
  ])('judges %s', (_, param, expected) => {
    const [issue] = issuesOf({ ...readContact, inputs: [{ param, argument: 'id' }] })
    expect([issue?.code, issue?.suggestions?.slice(0, 1) ?? []]).toEqual(expected)
  })
  test('judges parameters of the input object map', () => {
    expect(codesOf({ ...createTicket, inputObjectMap: [{ field: 'workspace', param: 'Work' }] })).toEqual([
      'leaf_invalid inputObjectMap/0/param',
    ])
  })
})
