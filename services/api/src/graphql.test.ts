import { type LocalProvider, startProvider } from '@bindery/connection/testing'
import { readFileSync } from 'node:fs'
import { addMocksToSchema } from '@graphql-tools/mock'
import type { BindingInputDocument, JsonObject } from '@bindery/model'
import { createGraphQLError, createSchema, createYoga } from 'graphql-yoga'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from './testing/clinic-server.ts'
import { type ApiAnswer, startTestServer, type TestServer } from './testing/test-server.ts'

/** GitHub's schema behind a server that validates every document, and answers each type with values of its kind. */
const sdl = readFileSync(new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema')), 'utf8')
const text = (): string => 'text'
const schema = addMocksToSchema({
  schema: createSchema({
    typeDefs: sdl,
    assumeValid: true,
    assumeValidSDL: true,
    resolvers: {
      Mutation: {
        addStar: () => {
          throw createGraphQLError('provider text', { extensions: { code: 'FORBIDDEN' } })
        },
      },
    },
  }),
  preserveResolvers: true,
  mocks: {
    URI: () => 'https://github.example/x',
    DateTime: () => '2026-02-03T04:05:06Z',
    GitObjectID: text,
    HTML: text,
    Int: () => 7,
    String: text,
    Repository: () => ({ name: 'bindery', stargazerCount: 42 }),
    IssueConnection: () => ({ nodes: [{ title: 'one' }] }),
    LabelConnection: () => ({ nodes: [{ name: 'bug' }] }),
    Actor: () => ({ __typename: 'User', login: 'ada' }),
    Node: () => ({ __typename: 'Issue' }),
    Issue: () => ({ id: 'I_1', title: 'an issue' }),
  },
})
const yoga = createYoga({ schema, logging: false, graphqlEndpoint: '/graphql', maskedErrors: false })

let provider: LocalProvider
let server: TestServer
let agentId: string

beforeAll(async () => {
  provider = await startProvider((request, response) => void yoga(request, response))
  server = await startTestServer()
  const baseUrl = `${provider.origin}/graphql`
  await must(
    server.api('POST', '/integrations', {
      body: { kind: 'github', name: 'GitHub', type: 'graphql', environments: { production: { baseUrl } } },
    }),
  )
  await must(server.api('POST', '/integrations/github/connect', { body: {} }))
  agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'coder' } })))
})
afterAll(async () => {
  await server.close()
  await provider.close()
})

const repository = [
  { param: 'owner', argument: 'owner' },
  { param: 'name', argument: 'name' },
]
const named = { owner: 'o', name: 'n' }

interface Case {
  readonly binding: Omit<BindingInputDocument, 'toolName'>
  readonly params: JsonObject
  readonly output: JsonObject
}

const row = (path: string, leaf = path) => ({ path, leaf })

const cases: readonly (readonly [name: string, of: Case])[] = [
  [
    'a repository',
    {
      binding: {
        operation: 'repository',
        inputs: repository,
        projection: [row('stargazerCount', 'stars'), row('owner.login', 'owner_login')],
      },
      params: named,
      output: { stars: 42, owner_login: 'ada' },
    },
  ],
  [
    'its issues',
    {
      binding: {
        operation: 'repository',
        inputs: repository,
        projection: [
          {
            path: 'issues.nodes',
            leaf: 'issues',
            max: 5,
            fields: [row('title'), row('labels.nodes[0].name', 'label'), row('author.login', 'author')],
          },
        ],
      },
      params: named,
      output: {
        issues: [{ title: 'one', label: 'bug', author: 'ada' }],
      },
    },
  ],
  [
    'labels joined by a transform',
    {
      binding: {
        operation: 'repository',
        inputs: repository,
        projection: [{ path: 'labels', leaf: 'labels', transform: '$join(nodes.name, ", ")' }],
      },
      params: named,
      output: { labels: 'bug' },
    },
  ],
  [
    'how many pull requests are open',
    {
      binding: {
        operation: 'repository',
        inputs: repository,
        projection: [row('pullRequests.totalCount', 'count')],
      },
      params: named,
      output: { count: 7 },
    },
  ],
  [
    'a user',
    {
      binding: {
        operation: 'user',
        inputs: [{ param: 'login', argument: 'login' }],
        projection: [row('login'), row('createdAt', 'created_at')],
      },
      params: { login: 'ada' },
      output: { login: 'ada', created_at: '2026-02-03T04:05:06Z' },
    },
  ],
  [
    'whatever a node is',
    {
      binding: {
        operation: 'node',
        inputs: [{ param: 'node_id', argument: 'id' }],
        projection: [row('id', 'node_id'), row('title')],
      },
      params: { node_id: 'I_1' },
      output: { node_id: 'I_1', title: 'an issue' },
    },
  ],
  [
    'a search',
    {
      binding: {
        operation: 'search',
        inputs: [{ param: 'query', argument: 'query' }],
        inputObjectMap: [{ field: 'type', const: 'REPOSITORY' }],
        projection: [row('repositoryCount', 'count')],
      },
      params: { query: 'bindery' },
      output: { count: 7 },
    },
  ],
  [
    'a licence',
    {
      binding: {
        operation: 'license',
        inputs: [{ param: 'key', argument: 'key' }],
        projection: [row('spdxId', 'spdx'), row('featured')],
      },
      params: { key: 'mit' },
      output: { spdx: 'text' },
    },
  ],
]

/** Binds, enables and publishes; gives the skill's id. */
async function publish(toolName: string, binding: Case['binding']): Promise<string> {
  const bound = await must(
    server.api('POST', `/agents/${agentId}/integrations/github/bindings`, { body: { ...binding, toolName } }),
  )
  const skillId = idOf(bound)
  const enable = { isEnabled: true, acknowledge: ['write'] }
  await must(server.api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: enable }))
  await must(server.api('POST', `/agents/${agentId}/publish`))
  return skillId
}

const execute = (skillId: string, params: JsonObject) =>
  server.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body: { params } })

/** Executes a write and approves it. */
async function approve(skillId: string, params: JsonObject): Promise<ApiAnswer> {
  const paused = await must(execute(skillId, params))
  const { confirmationId } = z.object({ confirmationId: z.string() }).parse(paused.data)
  return server.api('POST', `/confirmations/${confirmationId}/approve`)
}

describe('GitHub over GraphQL', () => {
  it('is discovered from its endpoint alone', { timeout: 60_000 }, async () => {
    const answer = await must(
      server.api('POST', '/integrations/github/discover', { headers: { prefer: 'wait=60' } }),
    )
    expect(answer.data).toMatchObject({ operationCount: 278, quarantined: 0 })
  })

  it.each(cases)('answers with %s', async (toolName, { binding, params, output }) => {
    const answer = await must(execute(await publish(toolName, binding), params))
    expect(answer.data).toMatchObject({ output })
  })

  it('writes what was approved', async () => {
    const skillId = await publish('Open an issue', {
      operation: 'createIssue',
      inputObjectMap: [
        { field: 'repositoryId', const: 'R_1' },
        { field: 'title', param: 'title' },
      ],
      projection: [row('issue.id', 'issue_id')],
    })
    expect((await must(approve(skillId, { title: 'x' }))).data).toMatchObject({ output: { issue_id: 'I_1' } })
  })

  it('fails with the words of the provider in a member of their own when the provider refuses', async () => {
    const skillId = await publish('Star', {
      operation: 'addStar',
      inputObjectMap: [{ field: 'starrableId', param: 'repository_id' }],
      projection: [row('clientMutationId', 'mutation')],
    })
    const answer = await approve(skillId, { repository_id: 'R_1' })
    expect([answer.status, answer.body['code']]).toEqual([502, 'upstream_error'])
    expect(JSON.stringify(answer.body['provider'])).toContain('provider text')
    expect(String(answer.body['detail'])).not.toContain('provider text')
  })
})
