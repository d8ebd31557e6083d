import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, issuesOf, readContact, testCatalog } from '../testing/test-catalog.ts'

describe('operation-known', () => {
  test.each<[string, BindingInputDocument['operation'], readonly string[]]>([
    ['an operation of the catalog', 'getContact', []],
    ['a misspelt operation', 'getContcat', ['operation_not_found operation']],
    ['a quarantined operation', 'brokenReport', ['operation_not_found operation']],
    ['nothing near', 'zzzz', ['operation_not_found operation']],
  ])('judges %s', (_, operation, expected) => {
    expect(codesOf({ ...readContact, operation })).toEqual(expected)
  })

  test('says why an operation is quarantined', () => {
    expect(issuesOf({ ...readContact, operation: 'brokenReport' })).toEqual([
      {
        code: 'operation_not_found',
        severity: 'error',
        path: ['operation'],
        message:
          'The operation "brokenReport" is quarantined and cannot be bound: Its answer refers to a schema that does not exist.',
        pointer: '#/paths/x',
      },
    ])
  })

  test('refuses a write that the connection has no grant for, and says which', () => {
    const reason = {
      code: 'grant_missing',
      message: 'To allow it, run: grant insert on orders to app;',
      pointer: 'table orders',
    }
    const operations = testCatalog.operations.map((operation) =>
      operation.name === 'orders.insert'
        ? { ...operation, availability: { status: 'quarantined' as const, reasons: [reason] } }
        : operation,
    )
    const catalog = { ...testCatalog, operations }
    expect(issuesOf({ ...readContact, operation: 'orders.insert' }, { catalog })).toEqual([
      {
        code: 'read_only_connection',
        severity: 'error',
        path: ['operation'],
        message:
          '"orders.insert" cannot be bound. To allow it, run: grant insert on orders to app; Then discover again.',
        pointer: 'table orders',
      },
    ])
  })

  test('offers the nearest operations as fixes', () => {
    const [issue] = issuesOf({ ...readContact, operation: 'getContacts' })
    expect(issue?.fixes?.[0]).toEqual({
      title: 'Use "getContact"',
      patch: [{ op: 'replace', path: '/operation', value: 'getContact' }],
    })
  })

  test('refuses an operation about a blocked object, and never offers it', () => {
    const scoping = { blockedObjects: ['Contact'], blockedFields: [] }
    expect(codesOf(readContact, { scoping })).toEqual(['scoped_out operation'])
    const [issue] = issuesOf({ ...readContact, operation: 'getContcat' }, { scoping })
    expect(issue?.suggestions).not.toContain('getContact')
  })
})
