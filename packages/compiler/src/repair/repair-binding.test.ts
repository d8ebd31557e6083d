import { type BindingInputDocument, indexCatalog, type SchemaCatalog } from '@bindery/model'
import { describeDrift, guessRenames, type PartPair } from '@bindery/model/drift'
import { expect, test } from 'vitest'
import { createTicket, inputOf, readContact, testCatalog } from '../testing/test-catalog.ts'
import { repairBinding } from './repair-binding.ts'

type Rename = readonly [object: string, from: string, to: string]

/** The test catalog after its provider renamed some fields. */
function renameFields(...renames: readonly Rename[]): SchemaCatalog {
  return {
    ...testCatalog,
    objects: testCatalog.objects.map((object) => ({
      ...object,
      fields: object.fields.map((field) => {
        const [, , to = field.name] =
          renames.find(([of, from]) => of === object.name && from === field.name) ?? []
        return { ...field, name: to }
      }),
    })),
  }
}

const renameOperation = (from: string, to: string): SchemaCatalog => ({
  ...testCatalog,
  operations: testCatalog.operations.map((operation) =>
    operation.name === from ? { ...operation, name: to } : operation,
  ),
})

function guesses(after: SchemaCatalog) {
  const [old, now] = [indexCatalog(testCatalog), indexCatalog(after)]
  const use = { sent: true, received: true }
  const pairs = describeDrift(testCatalog, after).flatMap(({ kind, name }): readonly PartPair[] => {
    if (kind === 'object') return [{ kind, name, before: old.object(name), after: now.object(name), use }]
    return kind === 'operation'
      ? [{ kind, name, before: old.operation(name), after: now.operation(name) }]
      : []
  })
  return guessRenames(pairs)
}

function repair(document: BindingInputDocument, after: SchemaCatalog) {
  const input = inputOf(document, { catalog: after })
  const result = repairBinding({ input, before: testCatalog, renames: guesses(after) })
  return result.ok ? result.value.changes : result.failure.map((issue) => issue.code)
}

type Case = readonly [BindingInputDocument, SchemaCatalog, readonly (readonly [string, string])[]]

const cases: readonly (readonly [string, ...Case])[] = [
  [
    'an output whose field was renamed',
    readContact,
    renameFields(['Contact', 'full_name', 'display_name']),
    [['/projection/0/path', 'display_name']],
  ],
  [
    'a path through an object whose field was renamed',
    { ...readContact, projection: [{ path: 'company.city', leaf: 'city' }] },
    renameFields(['Company', 'city', 'city_name'], ['Contact', 'company', 'company_record']),
    [['/projection/0/path', 'company_record.city_name']],
  ],
  [
    'rows whose field was renamed',
    {
      operation: 'searchContacts',
      toolName: 'Search',
      inputs: [{ param: 'search_text', argument: 'query' }],
      projection: [{ path: '$', leaf: 'contacts', max: 5, fields: [{ path: 'phone', leaf: 'phone' }] }],
    },
    renameFields(['Contact', 'phone', 'phone_number']),
    [['/projection/0/fields/0/path', 'phone_number']],
  ],
  [
    'an input field that was renamed',
    createTicket,
    renameFields(['NewTicket', 'title', 'ticket_title']),
    [['/inputs/0/argument', 'body.ticket_title']],
  ],
  [
    'an operation that was renamed',
    readContact,
    renameOperation('getContact', 'getContactById'),
    [['/operation', 'getContactById']],
  ],
  [
    'a name that only the compiler has a better one for',
    { ...readContact, projection: [{ path: 'full_nam', leaf: 'customer_name' }] },
    testCatalog,
    [['/projection/0/path', 'full_name']],
  ],
]

test.each(cases.map(([title, ...rest]) => [title, rest] as const))(
  'repairs %s',
  (_, [document, after, expected]) => {
    const changes = repair(document, after)
    expect(
      changes.map((change) => (typeof change === 'string' ? change : [change.path, change.after])),
    ).toEqual(expected)
  },
)

test('does not drop an output to make a binding fit', () => {
  const without = (name: string): SchemaCatalog => ({
    ...testCatalog,
    objects: testCatalog.objects.map((object) => ({
      ...object,
      fields: object.fields.filter((field) => field.name !== name),
    })),
  })
  expect(repair(readContact, without('full_name'))).toEqual(['path_not_found'])
})
