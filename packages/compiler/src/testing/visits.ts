import { type BindingInputDocument, type ObjectType, type Operation, scalarType } from '@bindery/model'
import { argument, field, integer, listOf, object, operation, ref, state } from './catalog-parts.ts'

/** A table of visits: moments, days, states and a class, with indexes of several kinds. */
export const visits: ObjectType = object(
  'visits',
  [
    field('id', integer),
    field('customer_id', integer),
    field('state', state),
    field('starts_at', scalarType('datetime'), { nullable: true }),
    field('day', scalarType('date')),
    field('title'),
    field('salary', scalarType('decimal'), { sensitivity: 'financial' }),
    field('seen', scalarType('boolean')),
    field('pin', scalarType('string'), { sensitivity: 'credential' }),
    field('customer', ref('customers'), { required: false, nullable: true }),
  ],
  {
    key: ['id'],
    indexes: [
      { name: 'visits_alone', fields: ['customer_id'], isUnique: false, isPartial: false },
      { name: 'visits_customer', fields: ['customer_id', 'day'], isUnique: false, isPartial: false },
      { name: 'visits_title', fields: ['title'], isUnique: false, isPartial: false },
      {
        name: 'visits_open',
        fields: ['day'],
        isUnique: false,
        isPartial: true,
        rows: [{ column: 'state', in: ['open'] }],
      },
      {
        name: 'visits_urgent',
        fields: ['seen'],
        isUnique: false,
        isPartial: true,
        rows: [{ column: 'title', in: ['urgent'] }],
      },
    ],
  },
)

const visitColumns = [
  argument('id', 'column', { type: integer }),
  argument('customer_id', 'column', { type: integer }),
  argument('state', 'column', { type: state }),
  argument('starts_at', 'column', { type: scalarType('datetime'), nullable: true }),
  argument('day', 'column', { type: scalarType('date') }),
  argument('title', 'column'),
  argument('salary', 'column', { type: scalarType('decimal'), sensitivity: 'financial' }),
  argument('seen', 'column', { type: scalarType('boolean') }),
  argument('pin', 'column', { sensitivity: 'credential' }),
]

export const visitOperations: readonly Operation[] = [
  operation('customers.find', {
    object: 'customers',
    arguments: [argument('id', 'column', { type: integer }), argument('name', 'column')],
    returns: { type: listOf(ref('customers')), nullable: false },
  }),
  ...(['find', 'update'] as const).map((mode) =>
    operation(`visits.${mode}`, {
      object: 'visits',
      effect: mode === 'find' ? 'read' : 'update',
      arguments: visitColumns,
      returns: { type: mode === 'find' ? listOf(ref('visits')) : ref('visits'), nullable: false },
    }),
  ),
  operation('visits.aggregate', {
    object: 'visits',
    arguments: visitColumns,
    form: 'aggregate',
    returns: { type: listOf(scalarType('any')), nullable: false },
  }),
]

type Where = NonNullable<BindingInputDocument['where']>

/** A search for visits with these conditions, or with none. */
export const findVisits = (
  where: Where | undefined,
  more: Partial<BindingInputDocument> = {},
): BindingInputDocument => ({
  operation: 'visits.find',
  toolName: 'Find visits',
  ...(where === undefined ? {} : { where }),
  projection: [{ path: '$', leaf: 'visits', max: 5, fields: [{ path: 'title', leaf: 'subject' }] }],
  ...more,
})
