import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, issuesOf, readContact } from '../testing/test-catalog.ts'

const reading = (path: string): BindingInputDocument => ({
  ...readContact,
  projection: [{ path, leaf: 'value_read' }],
})

describe('path-found', () => {
  test.each([
    ['full_name', []],
    ['company.name', []],
    ['attributes.any_name', []],
    ['source.name', []],
    ['source.channel', []],
    ['tickets[0].title', []],
    ['full_nam', ['path_not_found projection/0/path']],
    ['company.nam.x', ['path_not_found projection/0/path']],
    ['full_name.x', ['path_not_found projection/0/path']],
    ['a..b', ['path_not_found projection/0/path']],
    ['full_name[0]', ['path_not_found projection/0/path']],
  ])('judges %s', (path, expected) => {
    expect(codesOf(reading(path))).toEqual(expected)
  })
  test('mends the misspelt step and keeps the rest', () => {
    expect(issuesOf(reading('compny.name'))[0]).toEqual({
      code: 'path_not_found',
      severity: 'error',
      path: ['projection', 0, 'path'],
      message: 'There is no "compny" in the answer. Did you mean "company"?',
      suggestions: ['company.name'],
      fixes: [
        {
          title: 'Use "company.name"',
          patch: [{ op: 'replace', path: '/projection/0/path', value: 'company.name' }],
        },
        { title: 'Remove the output "value_read"', patch: [{ op: 'remove', path: '/projection/0' }] },
      ],
    })
  })
  test('reports broken rows once, not once per field', () => {
    const projection = [
      {
        path: 'tickts',
        leaf: 'tickets',
        max: 2,
        fields: [
          { path: 'title', leaf: 'title' },
          { path: 'status', leaf: 'status' },
        ],
      },
    ]
    expect(codesOf({ ...readContact, projection })).toEqual(['path_not_found projection/0/path'])
  })
  test('says when the operation answers with nothing', () => {
    const binding: BindingInputDocument = {
      operation: 'deleteTicket',
      toolName: 'Delete',
      inputs: [{ param: 'ticket_id', argument: 'id' }],
      projection: [{ path: 'id', leaf: 'ticket_id' }],
    }
    expect(issuesOf(binding)[0]?.message).toBe(
      'The path of "ticket_id" leads nowhere. The operation answers with nothing.',
    )
  })
})
