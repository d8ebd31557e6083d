import type { BindingInputDocument, Operation, SchemaCatalog } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { codesOf, createTicket, inputOf, readContact, testCatalog } from '../testing/test-catalog.ts'

const described = (operation: Operation): Operation => ({
  ...operation,
  isConfirmationWaivable: true,
  rateLimit: { key: 'tickets', perMinute: 10 },
})
const catalog = { ...testCatalog, operations: testCatalog.operations.map(described) }

const policyOf = (document: BindingInputDocument, own: SchemaCatalog = catalog) => {
  const result = compile(inputOf(document, { catalog: own }))
  return result.ok ? result.value.skill.policy : undefined
}

describe('confirmation-waived', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a write that asks', createTicket, []],
    [
      'a write that does not',
      { ...createTicket, requiresConfirmation: false },
      ['confirmation_waived requiresConfirmation'],
    ],
    [
      'a write that an operator approves',
      { ...createTicket, requiresConfirmation: false, requiresHumanApproval: true },
      [],
    ],
    ['a read', { ...readContact, requiresConfirmation: false }, []],
  ])('judges %s', (_, document, expected) => {
    expect(codesOf(document, { catalog })).toEqual(expected)
  })

  test('only where the operator described the operation is nobody asked', () => {
    const document = { ...createTicket, requiresConfirmation: false }
    expect([
      policyOf(document)?.requiresConfirmation,
      policyOf(document, testCatalog)?.requiresConfirmation,
    ]).toEqual([false, true])
  })

  test.each([
    ['its own limit', createTicket, { rateLimitPerMinute: 10, rateLimitKey: 'tickets' }],
    [
      'that of the binding',
      { ...createTicket, rateLimitPerMinute: 3 },
      { rateLimitPerMinute: 3, rateLimitKey: 'tickets' },
    ],
  ])('an operation with a limit runs under %s, counted under its key', (_, document, expected) => {
    expect(policyOf(document)).toMatchObject(expected)
  })
})
