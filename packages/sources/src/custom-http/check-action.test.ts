import { expect, test } from 'vitest'
import { checkAction } from './check-action.ts'
import { actionOf, bookVisit, findOrder } from './test-action.ts'

const issuesOf = (document: object) =>
  checkAction(actionOf(document)).map(({ code, path }) => `${code} ${path.join('/')}`)

test.each([
  ['a read', findOrder],
  ['a write', bookVisit],
  [
    'a body that is one placeholder',
    { ...bookVisit, variables: [{ name: 'all', type: 'object' }], bodyTemplate: '{{ all }}' },
  ],
  ['a path with encoded characters', { ...findOrder, path: '/caf%C3%A9/{{order_id}}.json' }],
])('finds nothing in %s', (_, document) => expect(issuesOf(document)).toEqual([]))

const text = { name: 'x', type: 'string' }
const get = { name: 'Any', description: 'Does anything.', method: 'GET', path: '/a', variables: [text] }
const post = { ...get, method: 'POST' }

test.each<[string, object, readonly string[]]>([
  ['an unknown placeholder', { ...get, path: '/a/{{y}}' }, ['placeholder_unknown path']],
  ['pages that nothing moves on', { ...get, pages: { by: 'page' } }, ['pages_invalid pages/variable']],
  ['pages by a variable', { ...get, pages: { by: 'offset', variable: 'x', size: 'x' } }, []],
  [
    'pages by variables that there are not',
    { ...get, pages: { by: 'page', variable: 'y', size: 'z' } },
    ['pages_invalid pages/variable', 'pages_invalid pages/size'],
  ],
  [
    'pages by what every call needs',
    { ...get, path: '/a/{{x}}', pages: { by: 'page', variable: 'x' } },
    ['pages_invalid pages/variable'],
  ],
  ['a cursor from nowhere', { ...get, pages: { by: 'cursor', variable: 'x' } }, ['pages_invalid pages/next']],
  [
    'a link by a variable to an item',
    { ...get, pages: { by: 'link', variable: 'x', next: 'links[0]' } },
    ['pages_invalid pages/variable', 'pages_invalid pages/next'],
  ],
  ['a dotted placeholder', { ...get, path: '/a/{{contact.number}}' }, ['placeholder_dotted path']],
  [
    'a dotted placeholder in the query',
    { ...get, queryTemplate: { q: '{{a.b}}' } },
    ['placeholder_dotted queryTemplate/q'],
  ],
  [
    'a dotted placeholder in a header',
    { ...get, headers: { 'X-A': '{{a.b}}' } },
    ['placeholder_dotted headers/X-A'],
  ],
  [
    'a dotted placeholder in the body',
    { ...post, bodyTemplate: { a: [{ b: '{{a.b}}' }] } },
    ['placeholder_dotted bodyTemplate/a/0/b'],
  ],
  ['an item of a list', { ...get, queryTemplate: { q: '{{a[0]}}' } }, ['placeholder_dotted queryTemplate/q']],
  [
    'an empty placeholder',
    { ...get, queryTemplate: { q: '{{}}' } },
    ['placeholder_malformed queryTemplate/q'],
  ],
  ['an open placeholder', { ...get, queryTemplate: { q: '{{x' } }, ['placeholder_malformed queryTemplate/q']],
  [
    'an expression',
    { ...get, queryTemplate: { q: '{{x | upper}}' } },
    ['placeholder_malformed queryTemplate/q'],
  ],
  [
    'a placeholder in a name',
    { ...post, bodyTemplate: { '{{x}}': 1 } },
    ['placeholder_in_name bodyTemplate/{{x}}'],
  ],
  ['a host', { ...get, path: 'https://evil.example/' }, ['path_invalid path']],
  ['a host without a scheme', { ...get, path: '//evil.example/' }, ['path_invalid path']],
  ['a path without a slash', { ...get, path: 'a' }, ['path_invalid path']],
  ['a query in the path', { ...get, path: '/a?b=1' }, ['path_invalid path']],
  ['a fragment', { ...get, path: '/a#b' }, ['path_invalid path']],
  ['dot segments', { ...get, path: '/a/../b' }, ['path_invalid path']],
  ['encoded dot segments', { ...get, path: '/a/%2e%2E/b' }, ['path_invalid path']],
  ['an encoded slash', { ...get, path: '/a%2fb' }, ['path_invalid path']],
  ['a backslash', { ...get, path: '/a\\b' }, ['path_invalid path']],
  ['a line end in the path', { ...get, path: '/a\r\nb' }, ['path_invalid path']],
  ['single braces', { ...get, path: '/a/{x}' }, ['path_invalid path']],
  ['a body of a GET', { ...get, bodyTemplate: { a: '{{x}}' } }, ['body_not_allowed bodyTemplate']],
  ['a body that is a text', { ...post, bodyTemplate: 'hello {{x}}' }, ['body_invalid bodyTemplate']],
  ['a DELETE that only reads', { ...get, method: 'DELETE', isWrite: false }, ['effect_invalid isWrite']],
  [
    'an optional value inside a text',
    { ...get, queryTemplate: { q: 'a {{x}}' }, variables: [{ ...text, required: false }] },
    ['placeholder_may_be_absent queryTemplate/q'],
  ],
  [
    'an optional value in the path',
    { ...get, path: '/a/{{x}}', variables: [{ ...text, required: false }] },
    ['placeholder_may_be_absent path'],
  ],
  [
    'a list in the path',
    { ...get, path: '/a/{{x}}', variables: [{ ...text, type: 'array' }] },
    ['placeholder_type path'],
  ],
  ['two variables of one name', { ...get, variables: [text, text] }, ['variable_duplicate variables/1/name']],
  [
    'a runtime variable of its own',
    { ...get, variables: [{ ...text, name: 'direction' }] },
    ['variable_reserved variables/0/name'],
  ],
  [
    'a default of another type',
    { ...get, variables: [{ ...text, type: 'integer', default: '1' }] },
    ['default_invalid variables/0/default'],
  ],
  [
    'a member that a variable would overwrite',
    { ...post, bodyTemplate: { x: 1 } },
    ['variable_unplaced variables/0/name'],
  ],
  ['a variable beside a list', { ...post, bodyTemplate: [1] }, ['variable_unplaced variables/0/name']],
  [
    'headers that make a request another one',
    { ...get, headers: { 'X-HTTP-Method-Override': 'DELETE', Cookie: 'a=b', 'X Ref': '1' } },
    [
      'header_forbidden headers/X-HTTP-Method-Override',
      'header_forbidden headers/Cookie',
      'header_forbidden headers/X Ref',
    ],
  ],
  [
    'two headers of one name',
    { ...get, headers: { 'X-A': '1', 'x-a': '2' } },
    ['header_duplicate headers/x-a'],
  ],
  [
    'a path of an answer',
    { ...get, responseMapping: [{ path: 'a.', leaf: 'a' }] },
    ['mapping_path_invalid responseMapping/0/path'],
  ],
  [
    'two outputs of one name',
    {
      ...get,
      responseMapping: [
        { path: 'a', leaf: 'a' },
        { path: 'b', leaf: 'a' },
      ],
    },
    ['leaf_duplicate responseMapping/1/leaf'],
  ],
  [
    'everything at once',
    { ...get, path: '/{{a.b}}/{{y}}/..', headers: { 'X-A': '{{z}}' } },
    [
      'placeholder_dotted path',
      'placeholder_unknown path',
      'placeholder_unknown headers/X-A',
      'path_invalid path',
    ],
  ],
])('refuses %s', (_, document, expected) => expect(issuesOf(document)).toEqual(expected))

test('says what may have been meant', () => {
  const issues = checkAction(
    actionOf({ ...findOrder, path: '/orders/{{order.id}}/{{ordr_id}}/{{order_id}}' }),
  )
  expect(issues.map(({ message, suggestions }) => ({ message, suggestions }))).toEqual([
    {
      message:
        '"{{order.id}}" reaches into a value, which placeholders cannot do. Declare a variable of its own, such as "order_id", or let the dynamic context answer with a top-level key.',
      suggestions: ['order_id'],
    },
    { message: 'Nothing is called "ordr_id" here. Did you mean "order_id"?', suggestions: ['order_id'] },
  ])
})
