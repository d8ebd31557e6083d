import { buildSchema, parse, validate } from 'graphql'
import type { SchemaCatalog } from '@bindery/model'
import { beforeAll, describe, expect, test } from 'vitest'
import { planOf, introspectText, type TestBinding } from './test-schema.ts'

const sdl = `
scalar JSON
interface Node { id: ID! }
interface Actor { login: String!, url: String }
type User implements Node & Actor { id: ID!, login: String!, url: String, email: String!, name: String!, pet: Cat, meta: JSON }
type Bot implements Node & Actor { id: ID!, login: String!, url: String, email: String, name: Int, pet: Dog }
type Cat { name: String! }
type Dog { name: String }
type Label { name: String! }
type LabelConnection { edges: [LabelEdge], nodes: [Label], pageInfo: PageInfo!, totalCount: Int! }
type LabelEdge { cursor: String!, node: Label }
type IssueEdge { cursor: String!, node: Issue, pinnedAt: String }
type IssueConnection { edges: [IssueEdge], nodes: [Issue], pageInfo: PageInfo!, totalCount: Int! }
type PageInfo { endCursor: String, hasNextPage: Boolean! }
type Issue implements Node {
  id: ID! number: Int! title: String! author: Actor assignees: [Actor!]! subject: Subject!
  labels(first: Int, last: Int): LabelConnection
  children(first: Int!): [Issue!]!
  at(ref: String!): Issue
  parent: Issue
}
union Subject = User | Bot | Issue
type Problem { message: String!, path: [String!] , code: String }
type IssuePayload { issue: Issue, userErrors: [Problem!]!, clientMutationId: String }
input IssueInput { title: String!, where: Where }
input Where @oneOf { id: ID, number: Int }
type Query {
  node(id: ID!): Node
  issue(number: Int!): Issue
  issues(first: Int, after: String, label: String): IssueConnection!
  titles(limit: Int): [String!]!
  latest(limit: Int = 3): [String!]!
  count: Int!
  actors: [Actor!]!
}
type Mutation { createIssue(input: IssueInput!): IssuePayload, ping: Boolean }
`

let catalog: SchemaCatalog
beforeAll(async () => {
  catalog = (await introspectText(sdl)).catalog
})

const schema = buildSchema(sdl)

/** The document of a binding, valid against the schema. */
function documentOf(given: TestBinding): string {
  const { document } = planOf(catalog, given)
  expect(validate(schema, parse(document)).map((error) => error.message)).toEqual([])
  return document
}

describe('the document of a binding', () => {
  test.each<[string, TestBinding, string]>([
    [
      'asks for what is read, in order',
      {
        operation: 'issue',
        inputs: { number: 1 },
        outputs: ['title', 'id', 'parent.title', 'parent.number'],
      },
      'query issue($number: Int!) { issue(number: $number) { id parent { number title } title } }',
    ],
    ['asks for nothing of a scalar', { operation: 'count', outputs: ['$'] }, 'query count { count }'],
    [
      'asks for nothing of a list of scalars',
      { operation: 'titles', outputs: ['$'] },
      'query titles { titles }',
    ],
    [
      'asks for as many items as are read of a list that is cut by a default',
      { operation: 'latest', outputs: ['$'] },
      'query latest { latest(limit: 50) }',
    ],
    [
      'asks for as many items as rows are wanted',
      { operation: 'issues', outputs: [{ path: 'nodes', max: 7, fields: ['title'] }] },
      'query issues { issues(first: 7) { nodes { title } pageInfo { hasNextPage } } }',
    ],
    [
      'asks for as many items as the highest place that is read',
      { operation: 'issues', outputs: ['nodes[2].title', 'nodes[0].id'] },
      'query issues { issues(first: 3) { nodes { id title } } }',
    ],
    [
      'asks for one more of rows within rows, which tells whether there are more',
      {
        operation: 'issues',
        outputs: [
          {
            path: 'nodes',
            max: 7,
            fields: [
              'title',
              { path: 'labels.nodes', max: 2, fields: ['name'] },
              {
                path: 'children',
                max: 3,
                fields: ['id', { path: 'labels.nodes', max: 4, fields: ['name'] }],
              },
            ],
          },
        ],
      },
      'query issues { issues(first: 7) { nodes { children(first: 4) { id labels(first: 5) { nodes { name } } } labels(first: 3) { nodes { name } } title } pageInfo { hasNextPage } } }',
    ],
    [
      'lets the caller say how many',
      {
        operation: 'issues',
        inputs: { first: 5, label: 'bug' },
        outputs: [{ path: 'nodes', max: 7, fields: ['title'] }],
      },
      'query issues($first: Int = 7, $label: String) { issues(first: $first, label: $label) { nodes { title } pageInfo { hasNextPage } } }',
    ],
    [
      'never asks for more than a hundred',
      { operation: 'issues', outputs: [{ path: 'nodes', max: 500, fields: ['title'] }] },
      'query issues { issues(first: 100) { nodes { title } pageInfo { hasNextPage } } }',
    ],
    [
      'asks for one item when only the count is read',
      { operation: 'issues', outputs: ['totalCount', 'pageInfo.endCursor'] },
      'query issues { issues(first: 1) { pageInfo { endCursor } totalCount } }',
    ],
    [
      'keeps edges that say more than nodes',
      { operation: 'issues', outputs: [{ path: 'edges', max: 2, fields: ['pinnedAt', 'node.title'] }] },
      'query issues { issues(first: 2) { edges { node { title } pinnedAt } pageInfo { hasNextPage } } }',
    ],
    [
      'sizes connections inside of rows',
      {
        operation: 'issues',
        outputs: [{ path: 'nodes', max: 3, fields: ['title', 'labels.nodes[0].name', 'labels.totalCount'] }],
      },
      'query issues { issues(first: 3) { nodes { labels(first: 1) { nodes { name } totalCount } title } pageInfo { hasNextPage } } }',
    ],
    [
      'reads open lists up to fifty items',
      { operation: 'issue', inputs: { number: 1 }, outputs: ['labels.nodes'], reads: ['Label.name'] },
      'query issue($number: Int!) { issue(number: $number) { labels(first: 50) { nodes { name } } } }',
    ],
    [
      'sizes plain lists that demand it',
      { operation: 'issue', inputs: { number: 1 }, outputs: ['children[1].title'] },
      'query issue($number: Int!) { issue(number: $number) { children(first: 2) { title } } }',
    ],
    [
      'asks the interface for what it has and its types for the rest',
      { operation: 'issue', inputs: { number: 1 }, outputs: ['author.login', 'author.meta.anything.below'] },
      'query issue($number: Int!) { issue(number: $number) { author { __typename login ... on User { meta } } } }',
    ],
    [
      'asks each type of a union, with names of their own where types differ',
      { operation: 'issue', inputs: { number: 1 }, outputs: ['subject.name', 'subject.id', 'subject.title'] },
      'query issue($number: Int!) { issue(number: $number) { subject { __typename ... on Bot { id name } ... on Issue { id title } ... on User { id name_on_User: name } } } }',
    ],
    [
      'keeps apart objects of different types under one name',
      { operation: 'issue', inputs: { number: 1 }, outputs: ['subject.pet.name'] },
      'query issue($number: Int!) { issue(number: $number) { subject { __typename ... on Bot { pet { name } } ... on User { pet_on_User: pet { name } } } } }',
    ],
    [
      'reaches every type behind a node',
      { operation: 'node', inputs: { id: 'x' }, outputs: ['id', 'title'] },
      'query node($id: ID!) { node(id: $id) { __typename id ... on Issue { title } } }',
    ],
    [
      'asks for what a transform reads of an object',
      {
        operation: 'issue',
        inputs: { number: 1 },
        outputs: ['parent'],
        reads: ['Issue.author', 'Actor.login', 'User.email'],
      },
      'query issue($number: Int!) { issue(number: $number) { parent { author { __typename login ... on User { email } } } } }',
    ],
    [
      'asks for the plain fields of an object that a transform takes whole',
      { operation: 'issue', inputs: { number: 1 }, outputs: ['parent'], wholes: ['Issue'] },
      'query issue($number: Int!) { issue(number: $number) { parent { id number title } } }',
    ],
    [
      'asks only whether there is one when nothing of it is read',
      { operation: 'actors', outputs: ['$'] },
      'query actors { actors { __typename } }',
    ],
    [
      'always asks for errors',
      { operation: 'createIssue', inputs: { 'input.title': 'x' }, outputs: ['issue.id'] },
      'mutation createIssue($input: IssueInput!) { createIssue(input: $input) { issue { id } userErrors { message code } } }',
    ],
    [
      'asks for errors when nothing else is read',
      { operation: 'createIssue', inputs: { 'input.title': 'x' }, outputs: [] },
      'mutation createIssue($input: IssueInput!) { createIssue(input: $input) { userErrors { message code } } }',
    ],
  ])('%s', (_, given, expected) => expect(documentOf(given)).toBe(expected))

  test('is the same whatever order outputs are in', () => {
    const outputs = ['title', 'labels.nodes[0].name', 'author.login', 'subject.name']
    const forth = planOf(catalog, { operation: 'issue', inputs: { number: 1 }, outputs })
    expect(
      planOf(catalog, { operation: 'issue', inputs: { number: 1 }, outputs: outputs.reverse() }),
    ).toEqual(forth)
  })

  test('costs its fields, once for every item asked for', () => {
    const { cost } = planOf(catalog, {
      operation: 'issues',
      outputs: [{ path: 'nodes', max: 10, fields: ['title', 'labels.nodes[4].name'] }],
    })
    // issues 1, nodes 10, each with title and labels 20, each of those with nodes 50 and name 50; pageInfo and its flag
    expect(cost).toBe(1 + 10 + 20 + 50 + 50 + 20)
  })
})

test.each<[string, TestBinding, string]>([
  [
    'a field that needs an argument',
    { operation: 'issue', inputs: { number: 1 }, outputs: ['at.title'] },
    'needs the argument "ref"',
  ],
  [
    'two fields where exactly one is given',
    {
      operation: 'createIssue',
      inputs: { 'input.title': 'x', 'input.where.id': '1', 'input.where.number': 2 },
      outputs: [],
    },
    'exactly one of its fields',
  ],
])('refuses %s', (_, given, message) => {
  expect(() => planOf(catalog, given)).toThrow(
    expect.objectContaining({ code: 'binding_invalid', message: expect.stringContaining(message) }),
  )
})
