import type { BindingInputDocument } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

const titled = (param: string, more: Partial<BindingInputDocument> = {}): BindingInputDocument => ({
  ...createTicket,
  inputs: [{ param, argument: 'body.title' }],
  ...more,
})

describe('tainted-targets', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['an account number in a title', titled('iban'), ['sensitive_parameter inputs/0/argument']],
    ['a number of the state', titled('national_id'), ['sensitive_parameter inputs/0/argument']],
    [
      'what a caller was verified by',
      titled('verified_date_of_birth', { contextParams: ['verified_date_of_birth'] }),
      ['sensitive_context inputs/0/argument'],
    ],
    ['a secret', titled('api_key'), ['sensitive_parameter inputs/0/argument']],
    ['what was agreed to by name', titled('iban', { allowSensitive: ['iban'] }), []],
    [
      'what another name was agreed to for',
      titled('iban', { allowSensitive: ['bic'] }),
      ['sensitive_parameter inputs/0/argument'],
    ],
    ['several of them', titled('ibans'), ['sensitive_parameter inputs/0/argument']],
    ['the end of one', titled('ssn_last4'), ['sensitive_parameter inputs/0/argument']],
    ['one in camel case with a number', titled('customer_iban2'), ['sensitive_parameter inputs/0/argument']],
    ['one as text', titled('national_id_text'), ['sensitive_parameter inputs/0/argument']],
    ['one in a list', titled('card_number_list'), ['sensitive_parameter inputs/0/argument']],
    [
      'a plural behind other words',
      titled('caller_passport_numbers'),
      ['sensitive_parameter inputs/0/argument'],
    ],
    [
      'what only the description calls by its name',
      titled('reference', {
        inputs: [{ param: 'reference', argument: 'body.title', description: 'The IBAN of the customer' }],
      }),
      ['sensitive_parameter inputs/0/argument'],
    ],
    [
      'a description with the owner in front',
      titled('answer', {
        inputs: [{ param: 'answer', argument: 'body.title', description: "The caller's date of birth" }],
      }),
      ['sensitive_parameter inputs/0/argument'],
    ],
    ['a harmless thing about one', titled('passport_country'), []],
    ['the length of one', titled('iban_length'), []],
    ['a way to reach somebody', titled('customer_email'), []],
    ['plain text', titled('subject'), []],
  ])('%s', (_, binding, expected) => {
    const found = codesOf(binding).filter((code) => !code.startsWith('parameter_not_canonical'))
    expect(found).toEqual(expected)
  })

  test('asks nothing of a read, which leaves nothing behind', () => {
    const inputs = (readContact.inputs ?? []).map((input) => ({ ...input, param: 'iban' }))
    expect(codesOf({ ...readContact, inputs })).toEqual([])
  })

  test('offers to agree to it', () => {
    const [issue] = issuesOf(titled('iban'))
    expect(issue?.fixes?.map(({ patch }) => patch)).toContainEqual([
      { op: 'add', path: '/allowSensitive/-', value: 'iban' },
    ])
  })
})
