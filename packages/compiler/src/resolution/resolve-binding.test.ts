import { describe, expect, test } from 'vitest'
import type { BindingInputDocument, ObjectType, SchemaCatalog, TypeRef } from '@bindery/model'
import { codesOf, createTicket, readContact, testCatalog } from '../testing/test-catalog.ts'

const withObjects = (change: (object: ObjectType) => ObjectType): SchemaCatalog => ({
  ...testCatalog,
  objects: testCatalog.objects.map(change),
})
const withType = (object: string, field: string, type: TypeRef): SchemaCatalog =>
  withObjects((candidate) =>
    candidate.name === object
      ? {
          ...candidate,
          fields: candidate.fields.map((entry) => (entry.name === field ? { ...entry, type } : entry)),
        }
      : candidate,
  )
const reading = (path: string): BindingInputDocument => ({
  ...readContact,
  projection: [{ path, leaf: 'value_read' }],
})

describe('resolving a binding', () => {
  test('takes objects that the catalog lacks as undescribed', () => {
    const catalog = {
      ...testCatalog,
      objects: testCatalog.objects.filter((object) => object.name !== 'Company'),
    }
    expect(codesOf(reading('company.anything'), { catalog })).toEqual(['output_untyped projection/0/path'])
  })
  test('takes names beyond the fields when the object is open', () => {
    const catalog = withObjects((object) =>
      object.name === 'Company'
        ? { ...object, additional: { type: { kind: 'scalar', scalar: 'string' }, nullable: false } }
        : object,
    )
    expect(codesOf(reading('company.anything'), { catalog })).toEqual([])
  })
  test('takes a value that is of one type in one member of a union and of another in the next', () => {
    const catalog = withType('Campaign', 'name', { kind: 'scalar', scalar: 'integer' })
    expect(codesOf(reading('source.name'), { catalog })).toEqual([])
  })
  test('says over a union of lists that it is a list', () => {
    const catalog = withType('Contact', 'source', {
      kind: 'union',
      members: [{ kind: 'list', items: { kind: 'object', name: 'Campaign' }, itemsNullable: false }],
    })
    expect(codesOf(reading('source.name'), { catalog })).toEqual(['path_not_scalar projection/0/path'])
  })
  test('hides a union whose members are all blocked', () => {
    const scoping = { blockedObjects: ['Campaign', 'Company'], blockedFields: [] }
    expect(codesOf(reading('source.name'), { scoping })).toEqual(['scoped_out projection/0/path'])
  })
  test('refuses an answer of a blocked object', () => {
    const scoping = { blockedObjects: ['Contact'], blockedFields: [] }
    const binding: BindingInputDocument = {
      operation: 'searchContacts',
      toolName: 'Search',
      inputs: [{ param: 'search_text', argument: 'query' }],
      projection: [
        { path: '$', leaf: 'contacts', max: 2, fields: [{ path: 'full_name', leaf: 'customer_name' }] },
        { path: '$', leaf: 'count', transform: '$count($)' },
      ],
    }
    expect(codesOf(binding, { scoping })).toContain('scoped_out projection/1/path')
  })
  test('refuses arguments of a blocked object, and tells none of its fields', () => {
    const scoping = { blockedObjects: ['NewTicket'], blockedFields: [] }
    expect(codesOf(createTicket, { scoping })).toContain('scoped_out inputs/0/argument')
    expect(
      codesOf({ ...createTicket, inputs: [{ param: 'note', argument: 'body' }] }, { scoping }),
    ).toContain('scoped_out inputs/0/argument')
    // Whether a blocked object has such a field is not told.
    const misspelt = { ...createTicket, inputs: [{ param: 'note', argument: 'workspac' }] }
    expect(codesOf(misspelt, { scoping })).toContain('scoped_out inputs/0/argument')
  })
  test('finds the body when the operation does not name its input', () => {
    const operations = testCatalog.operations.map(
      ({ inputArgument: _inputArgument, ...operation }) => operation,
    )
    expect(codesOf(createTicket, { catalog: { ...testCatalog, operations } })).toEqual([])
  })
  test('takes a name for the argument that has it before a body of any members', () => {
    const values: TypeRef = { kind: 'scalar', scalar: 'any' }
    const anything: TypeRef = { kind: 'map', values, valuesNullable: false }
    const operations = testCatalog.operations.map((operation) => ({
      ...operation,
      arguments: operation.arguments.map((entry) =>
        entry.name === 'body' ? { ...entry, type: anything } : entry,
      ),
    }))
    expect(codesOf(createTicket, { catalog: { ...testCatalog, operations } })).toEqual([])
  })
  test('does not ask for an object inside itself without end', () => {
    const catalog = withType('NewCustomer', 'email', { kind: 'object', name: 'NewCustomer' })
    const inputObjectMap = [
      { field: 'workspace', const: 'main' },
      { field: 'customer.name', const: 'x' },
    ]
    expect(codesOf({ ...createTicket, inputObjectMap }, { catalog })).toEqual([
      'input_required_unbound inputObjectMap',
    ])
  })
  test('reads nothing of a transform that gives nothing but null', () => {
    expect(
      codesOf({ ...readContact, projection: [{ path: '$', leaf: 'empty', transform: 'null' }] }),
    ).toEqual(['output_untyped projection/0/path'])
  })
  test('binds a parameter to an argument of an operation without an input object', () => {
    expect(
      codesOf({
        ...readContact,
        inputs: [
          { param: 'customer_id', argument: 'id' },
          { param: 'note', argument: 'body.note' },
        ],
      }),
    ).toEqual(['argument_unknown inputs/1/argument'])
  })
})
