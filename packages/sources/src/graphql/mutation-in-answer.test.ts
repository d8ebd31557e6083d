import { objectsIn } from '@bindery/model'
import { expect, test } from 'vitest'
import { documentConnection } from '../describe-source.contract.ts'
import { introspectGraphql } from './introspect.ts'

const mutation = 'type Mutation { deleteAll: Boolean }'

/** A read whose answer holds the mutation root would run what is selected of it. */
test.each([
  ['as a field of the query root', `type Query { root: Mutation, ok: Int } ${mutation}`],
  ['as an item', `type Query { roots: [Mutation!]!, ok: Int } ${mutation}`],
  ['deeper', `type Query { box: Box, ok: Int } type Box { root: Mutation, id: ID } ${mutation}`],
  [
    'by an interface of it',
    `type Query { doer: Doer, ok: Int } interface Doer { deleteAll: Boolean }
     type Mutation implements Doer { deleteAll: Boolean }`,
  ],
  [
    'in a union',
    `type Query { any: Any, ok: Int } union Any = Mutation | Box type Box { id: ID } ${mutation}`,
  ],
])('no answer leads to mutations: %s', async (_, sdl) => {
  const { catalog } = await introspectGraphql(
    documentConnection({ 'schema.graphql': sdl }),
    new AbortController().signal,
  )
  const reachable = catalog.operations.filter(
    ({ effect, availability }) => effect === 'read' && availability.status !== 'quarantined',
  )
  const types = [
    ...catalog.objects.flatMap(({ fields }) => fields.map(({ type }) => type)),
    ...reachable.flatMap(({ returns }) => returns?.type ?? []),
  ]
  const named = types.flatMap(objectsIn)
  expect(named.filter((name) => name === 'Mutation' || name === 'Doer')).toEqual([])
  expect(reachable.map(({ name }) => name)).toContain('ok')
})
