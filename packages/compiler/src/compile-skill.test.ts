import { describe, expect, test } from 'vitest'
import {
  type BindingInputDocument,
  type SchemaCatalog,
  shortName,
  type OperationSkill,
  skillHash,
} from '@bindery/model'
import { compile } from './compile.ts'
import type { CompileInput } from './compile-input.ts'
import { explain } from './explain.ts'
import { createTicket, inputOf, issuesOf, readContact, testCatalog } from './testing/test-catalog.ts'
import { toolDefinition } from './tool-definition.ts'

function skillOf(document: BindingInputDocument, more: Partial<CompileInput> = {}): OperationSkill {
  const result = compile(inputOf(document, more))
  if (!result.ok) throw new Error(result.failure.map((issue) => issue.message).join('\n'))
  return result.value.skill
}

const search: BindingInputDocument = {
  operation: 'searchContacts',
  toolName: 'Search contacts',
  inputs: [
    { param: 'search_text', argument: 'query', description: 'Words to look for', example: 'Ada' },
    { param: 'status', argument: 'state' },
    { param: 'limit', argument: 'limit' },
  ],
  projection: [
    {
      path: '$',
      leaf: 'contacts',
      max: 5,
      fields: [
        { path: 'full_name', leaf: 'customer_name' },
        { path: 'phone', leaf: 'customer_phone' },
        { path: 'birth_date', leaf: 'date_of_birth' },
        { path: 'tickets', leaf: 'ticket_titles', transform: 'title' },
        { path: 'tickets[0].status', leaf: 'status' },
        { path: 'raw', leaf: 'raw' },
      ],
    },
  ],
  allowSensitive: ['date_of_birth'],
  rateLimitPerMinute: 10,
  requiresConfirmation: true,
}
const update: BindingInputDocument = {
  operation: 'updateTicket',
  toolName: 'Update',
  inputs: [
    { param: 'ticket_id', argument: 'id' },
    { param: 'subject', argument: 'title', transform: '$trim($)' },
  ],
}

describe('a skill', () => {
  test('has a flat parameter schema that models understand', () => {
    expect(skillOf(search).parametersSchema).toEqual({
      type: 'object',
      properties: {
        search_text: { type: 'string', description: 'Words to look for', examples: ['Ada'] },
        status: { type: 'string', enum: ['open', 'pending', 'closed'], description: 'State of the record' },
        limit: {
          type: 'integer',
          minimum: 1,
          maximum: 100,
          default: 10,
          description: 'Most results to return',
        },
      },
      required: ['search_text'],
      additionalProperties: false,
    })
  })
  test('has an output schema that says what is null and how many rows there are', () => {
    expect(skillOf(search).outputSchema).toEqual({
      type: 'object',
      properties: {
        contacts: {
          type: 'array',
          maxItems: 5,
          items: {
            type: 'object',
            properties: {
              customer_name: { type: 'string' },
              customer_phone: { type: ['string', 'null'] },
              date_of_birth: { type: ['string', 'null'], description: 'As a rule a date (ISO 8601).' },
              ticket_titles: { type: 'array', items: { type: ['string', 'null'] } },
              status: { type: ['string', 'null'], description: 'As a rule one of: open, pending, closed.' },
              raw: {},
            },
            additionalProperties: false,
          },
        },
      },
      additionalProperties: false,
    })
  })
  test.each<[string, BindingInputDocument, readonly boolean[]]>([
    ['a read', readContact, [false, false, false]],
    ['a read of sensitive outputs that asks for confirmation', search, [true, true, false]],
    ['a create', createTicket, [true, false, true]],
    ['an update', update, [true, true, true]],
    [
      'a delete',
      { operation: 'deleteTicket', toolName: 'Delete', inputs: [{ param: 'ticket_id', argument: 'id' }] },
      [true, true, true],
    ],
    [
      'an action',
      { operation: 'setNote', toolName: 'Note', inputs: [{ param: 'note', argument: 'body' }] },
      [true, false, true],
    ],
  ])('of %s stands behind its gates', (_, document, expected) => {
    const { requiresConfirmation, requiresVerifiedIdentity, nonParallelizable } = skillOf(document).policy
    expect([requiresConfirmation, requiresVerifiedIdentity, nonParallelizable]).toEqual(expected)
  })
  test('keeps transforms, egress and what it uses', () => {
    const skill = skillOf({
      ...update,
      projection: [{ path: '$', leaf: 'ticket_text', transform: 'title & " " & contact.full_name' }],
    })
    expect(skill.assignments[1]?.source).toEqual({
      from: 'parameter',
      name: 'subject',
      transform: '$trim($)',
    })
    expect(skill.egress).toEqual([
      { parameter: 'ticket_id', argument: 'id' },
      { parameter: 'subject', argument: 'body.title' },
    ])
    expect(skill.uses).toEqual({
      objects: ['Contact', 'NewTicket', 'Ticket'],
      fields: ['Contact.full_name', 'NewTicket.title', 'Ticket.contact', 'Ticket.title'],
    })
  })
  test.each<[string, BindingInputDocument, readonly string[]]>([
    [
      'a search',
      {
        operation: 'orders.find',
        toolName: 'Find',
        sqlSearch: {
          table: 'orders',
          filter: { column: 'id', param: 'order_id' },
          constants: [{ column: 'note', const: 'x' }],
          orderBy: { column: 'number' },
        },
        projection: [
          { path: '$', leaf: 'orders', max: 5, fields: [{ path: 'customer.name', leaf: 'name' }] },
        ],
      },
      [
        'customers.id',
        'customers.name',
        'orders.customer',
        'orders.email',
        'orders.id',
        'orders.note',
        'orders.number',
      ],
    ],
    [
      'an insert',
      {
        operation: 'orders.insert',
        toolName: 'Add',
        sqlWrite: {
          table: 'orders',
          mode: 'insert',
          columns: [
            { column: 'number', param: 'order_number' },
            { column: 'note', const: 'x' },
          ],
        },
      },
      ['orders.note', 'orders.number'],
    ],
    [
      'an update',
      {
        operation: 'orders.update',
        toolName: 'Change',
        sqlWrite: {
          table: 'orders',
          mode: 'update',
          columns: [{ column: 'note', param: 'note' }],
          keyColumn: 'id',
          keyParam: 'order_id',
        },
      },
      ['orders.id', 'orders.note'],
    ],
  ])('of %s uses every column that it names, in whatever role', (_, document, fields) => {
    const { uses } = skillOf(document)
    expect([uses?.fields, uses?.objects]).toEqual([fields, expect.arrayContaining(['orders'])])
  })
  test('of an operation without outputs uses the object that it is about', () => {
    expect(skillOf({ ...createTicket, projection: [] }).uses?.objects).toContain('Ticket')
  })
  test('is frozen, and freezes nothing of what it was made from', () => {
    const skill = skillOf(createTicket)
    expect([
      Object.isFrozen(skill),
      Object.isFrozen(skill.policy),
      Object.isFrozen(skill.assignments[0]),
    ]).toEqual([true, true, true])
    expect([Object.isFrozen(testCatalog), Object.isFrozen(testCatalog.objects[0])]).toEqual([false, false])
  })
  test.each([
    ['Get contact', 'get_contact'],
    ['  Größe!  ändern ', 'grosse_andern'],
    ['日本', 'skill'],
    ['Value', 'value'],
    ['x'.repeat(100), shortName('x'.repeat(100), 64)],
  ])('called %s has the function name %s', (toolName, expected) => {
    expect(skillOf({ ...readContact, toolName }).functionName).toBe(expected)
  })
  test('takes its description from the binding, then from the operation', () => {
    expect([
      skillOf({ ...readContact, description: 'Mine' }).description,
      skillOf(readContact).description,
      skillOf(createTicket).description,
    ]).toEqual(['Mine', 'Get a contact', 'Create ticket'])
  })
  test('shows long enumerations in words, and allows null where the provider does', () => {
    const values = Array.from({ length: 150 }, (_, index) => `v${index}`)
    const operations = testCatalog.operations.map((operation) => ({
      ...operation,
      arguments: operation.arguments.map((argument) =>
        argument.name === 'state'
          ? {
              ...argument,
              nullable: true,
              type: {
                kind: 'enum' as const,
                scalar: 'string' as const,
                values: operation.name === 'searchContacts' ? values : [],
              },
            }
          : argument,
      ),
    }))
    const skill = skillOf({ ...search, projection: [] }, { catalog: { ...testCatalog, operations } })
    expect(skill.parametersSchema['properties']).toMatchObject({
      status: { type: ['string', 'null'], description: expect.stringMatching(/One of 150 values: v0, v1/) },
    })
  })
})

describe('the slice of a skill', () => {
  const slice = (catalog: SchemaCatalog, document = createTicket) => skillOf(document, { catalog }).sliceHash
  const changed = (change: (catalog: SchemaCatalog) => SchemaCatalog) =>
    slice(change(testCatalog)) === slice(testCatalog)
  const withField =
    (object: string, name: string, patch: object) =>
    (catalog: SchemaCatalog): SchemaCatalog => ({
      ...catalog,
      objects: catalog.objects.map((candidate) =>
        candidate.name === object
          ? {
              ...candidate,
              fields: candidate.fields.map((field) => (field.name === name ? { ...field, ...patch } : field)),
            }
          : candidate,
      ),
    })

  test.each<[string, (catalog: SchemaCatalog) => SchemaCatalog, boolean]>([
    ['a description', withField('NewTicket', 'title', { description: 'Other words' }), true],
    ['a field that it does not use', withField('Ticket', 'amount', { nullable: true }), true],
    ['an object that it does not use', withField('Campaign', 'name', { nullable: true }), true],
    [
      'a limit of a field that it fills',
      withField('NewTicket', 'title', { constraints: { maxLength: 10 } }),
      false,
    ],
    ['whether a field that it reads may be null', withField('Ticket', 'id', { nullable: true }), false],
    [
      'a field that becomes required, with a default',
      withField('NewTicket', 'priority', { required: true, default: 1 }),
      false,
    ],
    [
      'the call',
      (catalog) => ({
        ...catalog,
        operations: catalog.operations.map((operation) => ({ ...operation, call: 'other' })),
      }),
      false,
    ],
  ])('is judged for a change of %s', (_, change, expected) => {
    expect(changed(change)).toBe(expected)
  })
  test('leaves the hash of the skill to the whole', () => {
    expect(skillHash(skillOf(readContact))).toMatch(/^sha256:[0-9a-f]{64}$/)
  })
})

describe('budgets', () => {
  const rows = (max: number, count: number): BindingInputDocument => ({
    ...search,
    projection: [
      {
        path: '$',
        leaf: 'contacts',
        max,
        fields: Array.from({ length: count }, (_, index) => ({ path: 'full_name', leaf: `name_${index}` })),
      },
    ],
  })
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a small answer', rows(5, 3), []],
    ['a large answer', rows(100, 10), ['budget_response warning']],
    ['an answer beyond all bounds', rows(500, 60), ['budget_response error']],
  ])('judge %s', (_, document, expected) => {
    expect(
      issuesOf(document)
        .filter(({ code }) => code.startsWith('budget'))
        .map(({ code, severity }) => `${code} ${severity}`),
    ).toEqual(expected)
  })
  test('warn of a tool definition of more than 1,000 tokens', () => {
    const inputs = ['title', 'due', 'customer.email', 'customer.name'].map((argument, index) => ({
      param: `value_${index}`,
      argument,
      description: 'x'.repeat(1000),
    }))
    expect(
      issuesOf({ ...createTicket, inputs, description: 'd'.repeat(900) }).map(({ code }) => code),
    ).toContain('budget_tool_schema')
  })
})

describe('toolDefinition', () => {
  test.each(['openai', 'anthropic', 'mcp'] as const)('speaks %s', (format) => {
    expect(toolDefinition(skillOf(createTicket), format)).toMatchSnapshot()
  })
  test.each<[string, BindingInputDocument, readonly boolean[]]>([
    ['a read', readContact, [true, false, true]],
    ['a create', createTicket, [false, false, false]],
    ['an update', update, [false, true, true]],
  ])('hints at %s', (_, document, expected) => {
    const { annotations } = toolDefinition(skillOf(document), 'mcp')
    expect(annotations).toEqual({
      readOnlyHint: expected[0],
      destructiveHint: expected[1],
      idempotentHint: expected[2],
      openWorldHint: true,
    })
  })
})

describe('explain', () => {
  test.each<[string, BindingInputDocument]>([
    ['a read', search],
    ['a write', { ...createTicket, requiresConfirmation: true }],
    ['an update', { ...update, projection: [{ path: '$', leaf: 'title', transform: 'title' }] }],
  ])('says where everything in %s comes from', (_, document) => {
    expect(explain(skillOf(document))).toMatchSnapshot()
  })
})
