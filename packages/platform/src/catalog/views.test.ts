import { checkScope, openScoping, type Operation, scalarType, type TypeRef } from '@bindery/model'
import { expect, test } from 'vitest'
import { toOperationView } from './views.ts'

const provenance = 'made by hand'

const operation = (place: string, type: TypeRef): Operation => ({
  name: 'orders.find',
  effect: 'read',
  effectOrigin: 'declared',
  groups: [],
  arguments: [
    { name: 'value', place, type, nullable: false, required: false, sensitivity: 'none', provenance },
  ],
  availability: { status: 'bindable' },
  security: [],
  call: {},
  provenance,
})

const ranged = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const

test.each([
  {
    what: 'a column of moments',
    place: 'column',
    type: scalarType('datetime'),
    says: { operators: [...ranged, 'isNull'], functions: ['count', 'min', 'max'] },
  },
  {
    what: 'a column of amounts',
    place: 'column',
    type: scalarType('decimal'),
    says: {
      operators: [...ranged, 'in', 'isNull'],
      functions: ['count', 'sum', 'min', 'max', 'avg'],
    },
  },
  {
    what: 'a column of any shape',
    place: 'column',
    type: scalarType('any'),
    says: { operators: ['isNull'], functions: ['count'] },
  },
  {
    what: 'an argument that is no column',
    place: 'query',
    type: scalarType('decimal'),
    says: {},
  },
])('says of $what how it is compared and what is made of it', ({ place, type, says }) => {
  const [shown] = toOperationView(operation(place, type), checkScope(openScoping)).arguments
  const { operators, functions } = shown ?? {}
  expect({ ...(operators && { operators }), ...(functions && { functions }) }).toEqual(says)
})
