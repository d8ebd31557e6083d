import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, issuesOf, readContact } from '../testing/test-catalog.ts'

const reading = (
  projection: BindingInputDocument['projection'],
  allowSensitive: string[] = [],
): BindingInputDocument => ({ ...readContact, projection, allowSensitive })

describe('sensitive-outputs', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a contact class', reading([{ path: 'email', leaf: 'customer_email' }]), []],
    [
      'a stricter class',
      reading([{ path: 'birth_date', leaf: 'date_of_birth' }]),
      ['sensitive_field projection/0/path'],
    ],
    [
      'one that was agreed to',
      reading([{ path: 'birth_date', leaf: 'date_of_birth' }], ['date_of_birth']),
      [],
    ],
    [
      'a credential, agreed to or not',
      reading([{ path: 'api_token', leaf: 'token' }], ['token']),
      ['sensitive_field projection/0/path'],
    ],
    [
      'a taint through a transform',
      reading([{ path: '$', leaf: 'year', transform: '$substring(birth_date, 0, 4) & full_name' }]),
      ['sensitive_field projection/0/path'],
    ],
    [
      'a value that is only tested for',
      reading([{ path: '$', leaf: 'has_ssn', transform: '$exists(ssn)' }]),
      [],
    ],
    [
      'a whole object in a transform',
      reading([{ path: 'company', leaf: 'company', transform: '$string($)' }]),
      ['sensitive_field projection/0/path'],
    ],
    [
      'a field of rows',
      reading([{ path: 'tickets', leaf: 'tickets', max: 3, fields: [{ path: 'contact.ssn', leaf: 'ssn' }] }]),
      ['sensitive_field projection/0/fields/0/path'],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })
  test('offers to agree', () => {
    const [issue] = issuesOf(reading([{ path: 'birth_date', leaf: 'date_of_birth' }]))
    expect(issue?.fixes?.[1]).toEqual({
      title: 'Agree to "date_of_birth"',
      patch: [{ op: 'add', path: '/allowSensitive/-', value: 'date_of_birth' }],
    })
  })
})
