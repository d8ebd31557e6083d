import { shortName } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

describe('leaf-name', () => {
  test.each([
    ['customerName', 'customer_name'],
    ['Größe', 'grosse'],
    ['1st', 'st'],
    ['日本', 'value'],
    ['a'.repeat(70), shortName('a'.repeat(70), 64)],
  ])('mends %s', (leaf, expected) => {
    const [issue] = issuesOf({ ...readContact, projection: [{ path: 'full_name', leaf }] })
    expect([issue?.code, issue?.suggestions]).toEqual(['leaf_invalid', [expected]])
  })
  test('lets snake_case be', () => {
    expect(codesOf(createTicket)).toEqual([])
  })
})
