import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

describe('operation-status', () => {
  test('warns of a limited and of a deprecated operation', () => {
    const binding: BindingInputDocument = {
      operation: 'oldReport',
      toolName: 'Report',
      projection: [{ path: '$', leaf: 'report' }],
    }
    expect(issuesOf(binding)).toEqual([
      {
        code: 'operation_limited',
        severity: 'warning',
        path: ['operation'],
        message: '"oldReport" is only partly usable: Its XML body cannot be sent.',
        pointer: '#/paths/y',
      },
      {
        code: 'operation_deprecated',
        severity: 'warning',
        path: ['operation'],
        message: 'The provider advises against "oldReport": Use getContact.',
      },
    ])
  })
  test('says nothing of others', () => {
    expect([...codesOf(readContact), ...codesOf(createTicket)]).toEqual([])
  })
})
