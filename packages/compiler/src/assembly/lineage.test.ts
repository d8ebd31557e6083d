import type { BindingInputDocument, FieldName, SkillLineage } from '@bindery/model'
import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { createTicket, inputOf, readContact } from '../testing/test-catalog.ts'

/** One line for each output, target and field that is read besides. */
function linesOf(document: BindingInputDocument): readonly string[] {
  const result = compile(inputOf(document))
  if (!result.ok) throw new Error(result.failure.map((issue) => issue.message).join('\n'))
  const { outputs, targets, reads }: SkillLineage = result.value.skill.lineage ?? {
    outputs: [],
    targets: [],
    reads: [],
  }
  const names = (fields: readonly FieldName[]) =>
    fields.map(({ object, field }) => `${object}.${field}`).join(' ')
  return [
    ...outputs.map(({ output, fields, through = [], wholes = [] }) =>
      [
        `${output} <-`,
        names(fields),
        ...wholes.map((object) => `(${object})`),
        through.length === 0 ? '' : `by ${names(through)}`,
      ]
        .filter((part) => part !== '')
        .join(' '),
    ),
    ...targets.map(({ target, how, fields }) => `${target.join('.')} ${how} ${names(fields)}`.trim()),
    ...(reads.length === 0 ? [] : [`reads ${names(reads)}`]),
  ]
}

const projection = (path: string, transform?: string) => [
  { path, leaf: 'out', ...(transform === undefined ? {} : { transform }) },
]

test.each<[string, BindingInputDocument, readonly string[]]>([
  [
    'a field of the answer',
    { ...readContact, projection: projection('full_name') },
    ['out <- Contact.full_name', 'id compares'],
  ],
  [
    'every field on a path',
    { ...readContact, projection: projection('company.parent.name') },
    ['out <- Company.name by Contact.company Company.parent', 'id compares'],
  ],
  [
    'what a transform reads',
    { ...readContact, projection: projection('tickets', 'title & " " & status') },
    ['out <- Ticket.title Ticket.status by Contact.tickets', 'id compares'],
  ],
  [
    'what a transform takes as a whole',
    { ...readContact, projection: projection('company', '$string($)'), allowSensitive: ['out'] },
    ['out <- (Company) by Contact.company', 'id compares'],
  ],
  [
    'a field that two members of a union have',
    { ...readContact, projection: projection('source.name') },
    ['out <- Campaign.name Company.name by Contact.source', 'id compares'],
  ],
  [
    'nothing of data that is not described',
    { ...readContact, projection: projection('raw.deep.er') },
    ['out <- Contact.raw', 'id compares'],
  ],
  [
    'fields of a body',
    createTicket,
    [
      'ticket_id <- Ticket.id by TicketResult.ticket',
      'body.title fills NewTicket.title',
      'workspace fills',
      'body.status fills NewTicket.status',
    ],
  ],
  [
    'columns that filter, order, join and are shown',
    {
      operation: 'orders.find',
      toolName: 'Find order',
      sqlSearch: {
        table: 'orders',
        filter: { column: 'number', param: 'order_number' },
        constants: [{ column: 'note', const: 'x' }],
        orderBy: { column: 'id' },
      },
      projection: [{ path: '$', leaf: 'orders', max: 5, fields: [{ path: 'customer.name', leaf: 'name' }] }],
    },
    [
      'orders <-',
      'orders.name <- customers.name by orders.customer',
      'number compares orders.number',
      'note compares orders.note',
      'reads orders.id orders.email customers.id',
    ],
  ],
  [
    'the key of an update apart from what it changes',
    {
      operation: 'orders.update',
      toolName: 'Note',
      sqlWrite: {
        table: 'orders',
        mode: 'update',
        columns: [{ column: 'note', param: 'note' }],
        keyColumn: 'id',
        keyParam: 'order_id',
      },
      projection: [{ path: 'note', leaf: 'note' }],
    },
    ['note <- orders.note', 'note fills orders.note', 'id compares orders.id'],
  ],
])('follows %s', (_, document, expected) => {
  expect(linesOf(document)).toEqual(expected)
})
