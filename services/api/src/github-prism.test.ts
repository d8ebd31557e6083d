import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BindingInputDocument, isJsonObject, type JsonObject } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from './testing/clinic-server.ts'
import { cutDocument } from './testing/cut-document.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'
import { until } from './testing/until.ts'

/*
 * GitHub's published description, discovered over HTTP; skills of ten of its operations, run against Prism, which mocks
 * the same operations of the same document and refuses requests that do not fit it.
 */

const require = createRequire(import.meta.url)
const packageFile = (name: string, path: string): string =>
  join(require.resolve(`${name}/package.json`), '..', path)
const document = packageFile('@octokit/openapi', 'generated/api.github.com.json')

let server: TestServer
let prism: ChildProcess
let prismLog = ''
let folder = ''
let agentId = ''
let baseUrl = ''

beforeAll(async () => {
  server = await startTestServer()
  const port = await freePort()
  baseUrl = `http://127.0.0.1:${port}`
  folder = mkdtempSync(join(tmpdir(), 'bindery-prism-'))
  const operations = new Set(cases.map(({ binding }) => binding.operation))
  const mocked = join(folder, 'mocked.json')
  // Prism reads a document whole before it listens: of 13 MB for as long as everything else here takes.
  writeFileSync(mocked, JSON.stringify(cutDocument(readDocument(), operations)))
  const bin = packageFile('@stoplight/prism-cli', 'dist/index.js')
  prism = spawn(process.execPath, [bin, 'mock', '-p', String(port), '-h', '127.0.0.1', mocked], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  })
  for (const output of [prism.stdout, prism.stderr])
    output?.on('data', (chunk: Buffer) => (prismLog += chunk.toString()))
  await until(async () => prismLog.includes('Prism is listening') || undefined)
  const environments = { production: { baseUrl } }
  await must(
    server.api('POST', '/integrations', {
      body: { kind: 'github', name: 'GitHub', type: 'openapi', environments },
    }),
  )
  await must(
    server.api('POST', '/integrations/github/connect', {
      body: { credentials: { access_token: 'ghp_test' } },
    }),
  )
  agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'developer-desk' } })))
  await must(server.api('PUT', '/integrations/github/source', { body: readFileSync(document, 'utf8') }))
})

afterAll(async () => {
  prism?.kill('SIGKILL')
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

const repo = [
  { param: 'repo_owner', argument: 'owner' },
  { param: 'repo_name', argument: 'repo' },
]
const place = { repo_owner: 'octocat', repo_name: 'hello-world' }

interface Case {
  readonly binding: BindingInputDocument
  readonly params: object
  /** The request that Prism must have seen, and the body that it must have accepted. */
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown }
}

const cases: readonly Case[] = [
  {
    binding: {
      operation: 'repos/get',
      toolName: 'Show repository',
      inputs: repo,
      projection: [
        { path: 'id', leaf: 'repository_id' },
        { path: 'full_name', leaf: 'full_name' },
        { path: 'owner.login', leaf: 'owner' },
        { path: 'license.name', leaf: 'license' },
        { path: 'topics', leaf: 'topics', transform: '$' },
      ],
    },
    params: place,
    request: { method: 'GET', path: '/repos/octocat/hello-world' },
  },
  {
    binding: {
      operation: 'issues/list-for-repo',
      toolName: 'List issues',
      inputs: [
        ...repo,
        { param: 'status', argument: 'query.state' },
        { param: 'limit', argument: 'per_page' },
      ],
      projection: [
        {
          path: '$',
          leaf: 'issues',
          max: 5,
          fields: [
            { path: 'number', leaf: 'number' },
            { path: 'title', leaf: 'title' },
            { path: 'user.login', leaf: 'author' },
            { path: 'milestone.title', leaf: 'milestone' },
          ],
        },
      ],
    },
    params: { ...place, status: 'open', limit: 3 },
    request: { method: 'GET', path: '/repos/octocat/hello-world/issues?state=open&per_page=3' },
  },
  {
    binding: {
      operation: 'search/repos',
      toolName: 'Search repositories',
      inputs: [
        { param: 'search_text', argument: 'q' },
        { param: 'sort_by', argument: 'sort' },
      ],
      projection: [
        { path: 'total_count', leaf: 'found' },
        {
          path: 'items',
          leaf: 'repositories',
          max: 3,
          fields: [
            { path: 'full_name', leaf: 'name' },
            { path: 'stargazers_count', leaf: 'stars' },
            { path: 'owner.login', leaf: 'owner' },
          ],
        },
      ],
    },
    params: { search_text: 'tetris language:assembly', sort_by: 'stars' },
    request: { method: 'GET', path: '/search/repositories?q=tetris%20language%3Aassembly&sort=stars' },
  },
  {
    binding: {
      operation: 'repos/get-content',
      toolName: 'Read file',
      inputs: [...repo, { param: 'file_path', argument: 'path' }, { param: 'branch', argument: 'ref' }],
      projection: [{ path: '$', leaf: 'kind', transform: '$type($)' }],
    },
    params: { ...place, file_path: 'README.md', branch: 'main' },
    request: { method: 'GET', path: '/repos/octocat/hello-world/contents/README.md?ref=main' },
  },
  {
    binding: {
      operation: 'users/get-by-username',
      toolName: 'Show user',
      inputs: [{ param: 'username', argument: 'username' }],
      projection: [
        { path: 'login', leaf: 'login' },
        { path: 'public_repos', leaf: 'repositories' },
        { path: 'created_at', leaf: 'joined' },
      ],
    },
    params: { username: 'octocat' },
    request: { method: 'GET', path: '/users/octocat' },
  },
  {
    binding: {
      operation: 'pulls/list',
      toolName: 'List pull requests',
      inputs: [...repo, { param: 'status', argument: 'state' }],
      projection: [
        {
          path: '',
          leaf: 'pull_requests',
          max: 10,
          fields: [
            { path: 'title', leaf: 'title' },
            { path: 'head.repo.full_name', leaf: 'from' },
            { path: 'html_url', leaf: 'link' },
          ],
        },
      ],
    },
    params: { ...place, status: 'open' },
    request: { method: 'GET', path: '/repos/octocat/hello-world/pulls?state=open' },
  },
  {
    binding: {
      operation: 'code-scanning/list-alerts-for-repo',
      toolName: 'List code alerts',
      inputs: [...repo, { param: 'status', argument: 'state' }],
      projection: [
        {
          path: '$',
          leaf: 'alerts',
          max: 5,
          fields: [
            { path: 'number', leaf: 'number' },
            { path: 'rule.description', leaf: 'rule' },
            { path: 'most_recent_instance.location.path', leaf: 'file' },
          ],
        },
      ],
    },
    params: { ...place, status: 'open' },
    request: { method: 'GET', path: '/repos/octocat/hello-world/code-scanning/alerts?state=open' },
  },
  {
    binding: {
      operation: 'issues/create',
      toolName: 'File issue',
      inputs: repo,
      inputObjectMap: [
        { field: 'title', param: 'subject' },
        { field: 'body', param: 'message' },
        { field: 'labels', const: ['bug', 'from-chat'] },
      ],
      projection: [
        { path: 'number', leaf: 'number' },
        { path: 'html_url', leaf: 'link' },
      ],
    },
    params: { ...place, subject: 'It breaks', message: 'Since Monday' },
    request: {
      method: 'POST',
      path: '/repos/octocat/hello-world/issues',
      body: { title: 'It breaks', body: 'Since Monday', labels: ['bug', 'from-chat'] },
    },
  },
  {
    binding: {
      operation: 'issues/create-comment',
      toolName: 'Comment on issue',
      inputs: [
        ...repo,
        { param: 'ticket_id', argument: 'issue_number' },
        { param: 'message', argument: 'body.body' },
      ],
      projection: [{ path: 'html_url', leaf: 'link' }],
    },
    params: { ...place, ticket_id: 42, message: 'Looking into it' },
    request: {
      method: 'POST',
      path: '/repos/octocat/hello-world/issues/42/comments',
      body: { body: 'Looking into it' },
    },
  },
  {
    binding: {
      operation: 'markdown/render-raw',
      toolName: 'Render markdown',
      inputs: [{ param: 'message', argument: 'body' }],
      projection: [],
    },
    params: { message: '# Hello' },
    request: { method: 'POST', path: '/markdown/raw', body: '# Hello' },
  },
]

describe('GitHub over HTTP', () => {
  it('discovers every operation while other requests are answered', async () => {
    let answered = 0
    let isDone = false
    const watch = (async () => {
      while (!isDone) {
        await fetch(`${server.address}/livez`)
        answered += 1
      }
    })()
    const answer = await must(
      server.api('POST', '/integrations/github/discover', { headers: { prefer: 'wait=60' } }),
    )
    isDone = true
    await watch
    const summary = z
      .object({ operationCount: z.int(), objectCount: z.int(), fieldCount: z.int(), edgeCount: z.int() })
      .parse(answer.data)
    const published = countOperations()
    expect(answered).toBeGreaterThan(1)
    expect(summary.operationCount).toBe(published)
  })

  it.each(cases.map((entry) => [entry.binding.toolName, entry] as const))(
    'runs "%s" with a request that fits the document and the output that it promises',
    async (_name, { binding, params, request }) => {
      const path = `/agents/${agentId}/integrations/github/bindings`
      const skillId = idOf(await must(server.api('POST', path, { body: binding })))
      await must(
        server.api('PATCH', `/agents/${agentId}/skills/${skillId}`, {
          body: { isEnabled: true, acknowledge: ['write'] },
        }),
      )
      await must(server.api('POST', `/agents/${agentId}/publish`))
      prismLog = ''
      const output = await run(skillId, params)
      expect(requestViolations(prismLog)).toEqual([])
      const direct = await mockAnswer(request)
      expect(output).toEqual(expectedOutput(binding, direct))
    },
    60_000,
  )
})

/** Runs a skill, agreeing to it when a person is asked. */
async function run(skillId: string, params: object): Promise<unknown> {
  const answer = await must(
    server.api('POST', `/agents/${agentId}/skills/${skillId}/execute`, { body: { params } }),
  )
  const outcome = z
    .object({ status: z.string(), confirmationId: z.string().optional(), output: z.unknown().optional() })
    .parse(answer.data)
  if (outcome.status === 'ok') return outcome.output
  const approved = await must(server.api('POST', `/confirmations/${outcome.confirmationId}/approve`))
  return z.object({ output: z.unknown() }).parse(approved.data).output
}

/** Prism also finds that some of the document's own examples do not fit its schemas; those are about its answers. */
const requestViolations = (log: string): readonly string[] =>
  log.split('\n').filter((line) => /violation: request|UNPROCESSABLE|did not pass/i.test(line))

/** What Prism answers to the same request when it is made without Bindery. */
async function mockAnswer({ method, path, body }: Case['request']): Promise<unknown> {
  const isText = typeof body === 'string'
  const response = await fetch(`${baseUrl}${path}`, {
    method,
    headers: {
      authorization: 'Bearer x',
      accept: isText ? '*/*' : 'application/json',
      'content-type': isText ? 'text/plain' : 'application/json',
    },
    ...(body === undefined ? {} : { body: isText ? String(body) : JSON.stringify(body) }),
  })
  expect(response.status).toBeLessThan(300)
  const text = await response.text()
  return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
}

/** The projection, done by hand: walk the names, cut the rows, write 64-bit numbers as text. */
function expectedOutput(binding: BindingInputDocument, answer: unknown): unknown {
  return Object.fromEntries(
    (binding.projection ?? []).map((entry) => {
      if (entry.transform?.startsWith('$type'))
        return [entry.leaf, Array.isArray(answer) ? 'array' : 'object']
      const value = walk(answer, String(entry.path))
      if (entry.fields === undefined) return [entry.leaf, exact(value, entry.leaf)]
      const rows = Array.isArray(value) ? value.slice(0, entry.max) : []
      const fields = entry.fields
      return [
        entry.leaf,
        rows.map((row) =>
          Object.fromEntries(
            fields.map((field) => [field.leaf, exact(walk(row, String(field.path)), field.leaf)]),
          ),
        ),
      ]
    }),
  )
}

function walk(value: unknown, path: string): unknown {
  if (path === '' || path === '$') return value
  return path.split('.').reduce<unknown>((current, name) => {
    if (typeof current !== 'object' || current === null) return null
    return Object.getOwnPropertyDescriptor(current, name)?.value ?? null
  }, value)
}

const int64Leaves = new Set(['repository_id'])
const exact = (value: unknown, leaf: string): unknown =>
  int64Leaves.has(leaf) ? String(value) : (value ?? null)

const readDocument = (): JsonObject =>
  z.custom<JsonObject>(isJsonObject).parse(JSON.parse(readFileSync(document, 'utf8')))

function countOperations(): number {
  const Paths = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
  const { paths } = Paths.parse(readDocument())
  const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])
  return Object.values(paths).flatMap((item) => Object.keys(item).filter((name) => methods.has(name))).length
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
