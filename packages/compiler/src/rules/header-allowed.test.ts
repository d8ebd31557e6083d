import type { SchemaCatalog } from '@bindery/model'
import { expect, test } from 'vitest'
import { codesOf, createTicket, testCatalog } from '../testing/test-catalog.ts'

function withHeader(name: string, required = false): SchemaCatalog {
  const header = {
    name,
    place: 'header',
    type: { kind: 'scalar', scalar: 'string' },
    nullable: false,
    required,
    sensitivity: 'none',
    provenance: 'x',
  } as const
  const operations = testCatalog.operations.map((operation) => ({
    ...operation,
    arguments: [...operation.arguments, header],
  }))
  return { ...testCatalog, operations }
}

const bound = (argument: string) => ({
  ...createTicket,
  inputs: [...(createTicket.inputs ?? []), { param: 'given_value', argument }],
})

test.each([
  'X-HTTP-Method-Override',
  'header.X-HTTP-Method-Override',
  'x_method_override',
  'X-Forwarded-For',
  'Cookie',
  'Transfer-Encoding',
  'X-Ref\r\nX-Admin',
  'X Ref',
])('no binding sends the header %j', (name) => {
  expect(codesOf(bound(name), { catalog: withHeader(name) })).toContain('header_forbidden inputs/1/argument')
})

test('nor does it need one', () => {
  const codes = codesOf(createTicket, { catalog: withHeader('X-HTTP-Method-Override', true) })
  expect(codes).toContain('argument_required inputs')
})

test('nor a cookie, which is one header with all the others', () => {
  const operations = withHeader('sid').operations.map((operation) => ({
    ...operation,
    arguments: operation.arguments.map((argument) =>
      argument.name === 'sid' ? { ...argument, place: 'cookie' } : argument,
    ),
  }))
  expect(codesOf(bound('sid'), { catalog: { ...testCatalog, operations } })).toContain(
    'header_forbidden inputs/1/argument',
  )
})

test('nor two spellings of one', () => {
  const { operations } = withHeader('X-Tenant')
  const both = operations.map((operation) => ({
    ...operation,
    arguments: operation.arguments.flatMap((argument) =>
      argument.name === 'X-Tenant' ? [argument, { ...argument, name: 'x_tenant' }] : [argument],
    ),
  }))
  const twice = {
    ...createTicket,
    inputs: [
      ...(createTicket.inputs ?? []),
      { param: 'given_value', argument: 'X-Tenant' },
      { param: 'other_value', argument: 'x_tenant' },
    ],
  }
  expect(codesOf(twice, { catalog: { ...testCatalog, operations: both } })).toEqual([
    'header_duplicate inputs/2/argument',
  ])
})

test.each(['X-Tenant', 'X-Payment-Method'])('it sends the header %s', (name) => {
  expect(codesOf(bound(name), { catalog: withHeader(name) })).toEqual([])
})
