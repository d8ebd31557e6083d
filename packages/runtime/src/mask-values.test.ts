import type { Output, OutputType, SensitivityClass } from '@bindery/model'
import { scalarType } from '@bindery/model'
import { expect, test } from 'vitest'
import { hideValues, maskOutput, maskParams } from './mask-values.ts'
import { sampleSkill } from './testing/sample-run.ts'

const parameter = (name: string, scalar: Parameters<typeof scalarType>[0] = 'string') => ({
  name,
  type: scalarType(scalar),
  nullable: false,
  required: true,
})

test.each([
  ['caller_phone', '+31612345678', '+***8'],
  ['customer_email', 'ada@example.com', 'a***m'],
  ['ticket_id', '4711', '4711'],
  ['city', 'Rome', '***'],
  ['home_address', 'Kade 1, Amsterdam', 'K***m'],
  ['anything', 'x@y.zw', 'x@y.zw'],
  ['ibans', ['NL91ABNA0417164300'], ['N***0']],
  ['customerIban', 'NL91ABNA0417164300', 'N***0'],
  ['nationality', 'Dutch-Belgian', 'D***n'],
  ['diagnosis_text', 'Asthma since 2019', 'A***9'],
  ['salary_2026', 64_000, '***'],
  ['iban', ['NL91ABNA0417164300'], ['N***0']],
  [
    'card_number',
    { number: '4111111111111111', cvc: 123, isDebit: true, none: null },
    { number: '4***1', cvc: '***', isDebit: true, none: null },
  ],
])('parameter %s is kept as %3$j', (name, value, kept) => {
  expect(maskParams([parameter(name)], { [name]: value })).toEqual({ [name]: kept })
})

test('types tell as much as names, and unknown parameters may be anything', () => {
  const parameters = [
    parameter('a', 'email'),
    parameter('b', 'phone'),
    { ...parameter('c'), type: { kind: 'enum' as const, scalar: 'string' as const, values: ['x'] } },
  ]
  expect(
    maskParams(parameters, { a: 'ada@example.com', b: '+31612345678', c: 'x', surprise: 'secret thing' }),
  ).toEqual({
    a: 'a***m',
    b: '+***8',
    c: 'x',
    surprise: 's***g',
  })
})

test('a description and the values of a map tell as much', () => {
  const parameters = [
    { ...parameter('reference'), description: 'The IBAN to refund to' },
    {
      ...parameter('account_numbers'),
      type: { kind: 'map' as const, values: scalarType('string'), valuesNullable: false },
    },
  ]
  const params = { reference: 'NL91ABNA0417164300', account_numbers: { home: 'NL91ABNA0417164300' } }
  expect(maskParams(parameters, params)).toEqual({ reference: 'N***0', account_numbers: { home: 'N***0' } })
})

test('a text loses what identifies a person and what the platform filled in, however it is written', () => {
  const parameters = [
    parameter('phone', 'phone'),
    parameter('id'),
    { ...parameter('verified_id'), origin: 'context' as const },
  ]
  const values = { phone: ['+31 612', '0612'], id: '4711', verified_id: 'pat_1', short: 'ab' }
  expect(hideValues('/people/%2b31%20612/ab/4711/+31 612/0612/PAT_1', parameters, values)).toBe(
    '/people/***/***/4711/***/***/***',
  )
})

const type: OutputType = { kind: 'scalar', scalar: 'string' }

const leaf = (name: string, sensitivity: SensitivityClass): Extract<Output, { readonly kind: 'value' }> => ({
  kind: 'value',
  leaf: name,
  path: [],
  sourceType: scalarType('string'),
  type,
  nullable: true,
  sensitivity,
})

test('a short value is one where it stands alone, and not in the middle of words', () => {
  const parameters = [parameter('age')]
  const hide = (text: string) => hideValues(text, parameters, { unknown: '42' })
  expect(hide('42 is too old: age=42, item 1425, A42B')).toBe('*** is too old: age=***, item 1425, A42B')
})

test('outputs are kept by their class', () => {
  const fields = [leaf('id', 'none'), leaf('phone', 'contact'), leaf('birth', 'pii')]
  const outputs: readonly Output[] = [
    ...fields,
    leaf('absent', 'pii'),
    leaf('empty', 'pii'),
    { kind: 'rows', leaf: 'rows', path: [], max: 5, nullable: true, fields },
    { kind: 'rows', leaf: 'none', path: [], max: 5, nullable: true, fields },
  ]
  const row = { id: '1', phone: '+31612345678', birth: '1990-05-17' }
  const kept = { id: '1', phone: '+***8', birth: '[masked]' }
  const output = { ...row, empty: null, rows: [row, 'odd'], none: null }
  expect(maskOutput(sampleSkill({ outputs, sensitivity: 'pii' }), output)).toEqual({
    ...kept,
    empty: null,
    rows: [kept, 'odd'],
    none: null,
  })
  expect(maskOutput(sampleSkill({ outputs }), output)).toBe(output)
})
