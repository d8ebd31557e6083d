import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { describeSource, documentConnection } from '../describe-source.contract.ts'
import { introspectActions } from './introspect.ts'
import { bookVisit, documentOf, findOrder } from './test-action.ts'

const connectionTo = (document: Parameters<typeof documentConnection>[0]['x']) => () =>
  documentConnection({ 'actions.json': document ?? '' })

describeSource('custom-http', {
  connect: connectionTo(documentOf({ find_order: findOrder, book_visit: bookVisit })),
  golden: fileURLToPath(new URL('golden/shop.catalog.json', import.meta.url)),
  hostile: [
    ['nothing', connectionTo('')],
    ['a list', connectionTo('[]')],
    ['another format', connectionTo('{"format":"x","title":"y","actions":{}}')],
    ['deep nesting', connectionTo(`{"format":${'['.repeat(100_000)}`)],
    [
      'actions that are none',
      connectionTo({ format: 'bindery-actions/1', title: 'x', actions: { a: 1, b: {} } }),
    ],
    [
      'a prototype',
      connectionTo('{"format":"bindery-actions/1","title":"x","actions":{"__proto__":{"isAdmin":true}}}'),
    ],
    [
      'templates with errors',
      connectionTo(documentOf({ a: { ...findOrder, path: '//evil.example/{{a.b}}/{{}}/{x}/../%2e%2e' } })),
    ],
  ],
})

const introspect = async (actions: Readonly<Record<string, object>>) => {
  const connection = documentConnection({ 'actions.json': documentOf(actions) })
  const signal = new AbortController().signal
  return introspectActions(await connection.documents(signal), signal)
}

test('an action that cannot be called is quarantined with its reasons, and the others stay', async () => {
  const { catalog } = await introspect({ good: findOrder, bad: { ...findOrder, path: '/x/{{nobody}}' } })
  expect(catalog.operations.map(({ name, availability }) => [name, availability])).toEqual([
    [
      'bad',
      {
        status: 'quarantined',
        reasons: [
          {
            code: 'placeholder_unknown',
            message: 'Nothing is called "nobody" here. Declare it in "variables".',
            pointer: '#/actions/bad/path',
          },
        ],
      },
    ],
    ['good', { status: 'bindable' }],
  ])
})

test.each([
  ['GET', undefined, 'read'],
  ['GET', true, 'action'],
  ['POST', undefined, 'action'],
  ['POST', false, 'read'],
  ['PUT', undefined, 'update'],
  ['PATCH', undefined, 'update'],
  ['DELETE', undefined, 'delete'],
])('a %s with isWrite %s has the effect %s', async (method, isWrite, effect) => {
  const { bodyTemplate: _body, ...plain } = bookVisit
  const { catalog } = await introspect({
    a: { ...plain, method, ...(isWrite === undefined ? {} : { isWrite }) },
  })
  expect(catalog.operations.map((operation) => operation.effect)).toEqual([effect])
})

test('a GET that is named after what it takes away is a delete, unless its author says that it reads', async () => {
  const { bodyTemplate: _body, ...plain } = bookVisit
  const action = { ...plain, name: 'Orders', method: 'GET' }
  const { catalog } = await introspect({ delete_order: action, wipe_all: { ...action, isWrite: false } })
  expect(catalog.operations.map(({ name, effect, effectOrigin }) => [name, effect, effectOrigin])).toEqual([
    ['delete_order', 'delete', 'inferred'],
    ['wipe_all', 'read', 'operator'],
  ])
})

test('parameters of GET and DELETE go to the query, those of other methods to the body', async () => {
  const placesOf = async (method: string) => {
    const action = { name: 'Any', description: 'Does anything.', method, path: '/x' }
    const { catalog } = await introspect({ a: { ...action, variables: [{ name: 'q', type: 'string' }] } })
    return catalog.operations[0]?.arguments.map((argument) => argument.place)
  }
  const methods = ['GET', 'DELETE', 'POST', 'PUT', 'PATCH']
  expect(await Promise.all(methods.map(placesOf))).toEqual([
    ['query'],
    ['query'],
    ['body'],
    ['body'],
    ['body'],
  ])
})
