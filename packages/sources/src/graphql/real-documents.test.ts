import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fingerprintCatalog, type Introspection, isJsonObject, type Json, parseJson } from '@bindery/model'
import {
  buildASTSchema,
  buildClientSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  type IntrospectionQuery,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { introspectText, planOf, type TestBinding } from './test-schema.ts'

/** Schemas of real providers that are not part of the project; tests run where they are. */
const folder = fileURLToPath(new URL('../../../../../shared/data/graphql/', import.meta.url))
const files = existsSync(folder) ? readdirSync(folder).filter((file) => /\.(?:json|graphql)$/.test(file)) : []
if (files.length === 0) console.warn(`SKIPPED: counts of real GraphQL schemas, since ${folder} is not here.`)

const octokit = fileURLToPath(new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema')))

function schemaOf(text: string): GraphQLSchema {
  if (!text.startsWith('{')) return buildASTSchema(parse(text), { assumeValid: true, assumeValidSDL: true })
  const parsed = parseJson(text)
  const data = isJsonObject(parsed) ? (parsed['data'] ?? parsed) : null
  if (!isIntrospection(data)) throw new Error('This is no introspection.')
  return buildClientSchema(data, { assumeValid: true })
}

const isIntrospection = (data: unknown): data is IntrospectionQuery =>
  isJsonObject(data) && isJsonObject(data['__schema'])

/** Field names of a type as graphql-js has them; undefined for types without fields. */
function fieldNames(type: GraphQLNamedType): readonly string[] | undefined {
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return undefined
  return Object.keys(type.getFields()).sort()
}

/** What the catalog says of every type, against graphql-js: only twins of `nodes` and files to upload may be missing. */
function differences(schema: GraphQLSchema, { catalog, issues }: Introspection): readonly string[] {
  const objects = new Map(
    catalog.objects.map((object) => [object.name, object.fields.map((field) => field.name)]),
  )
  const roots = [schema.getQueryType()?.name, schema.getMutationType()?.name]
  const reported = new Set(
    issues.filter((issue) => issue.code === 'type_unknown').map((issue) => issue.message.split('"')[1]),
  )
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    const expected = fieldNames(type)
    if (expected === undefined || type.name.startsWith('__') || roots.includes(type.name)) return []
    const found = objects.get(type.name)
    if (found === undefined)
      return expected.every((name) => name === 'node' || name === 'cursor') ? [] : [type.name]
    const isTwin = (name: string): boolean => name === 'edges' && expected.includes('nodes')
    const missing = expected.filter(
      (name) => !found.includes(name) && !isTwin(name) && !reported.has(`${type.name}.${name}`),
    )
    const invented = found.filter((name) => !expected.includes(name))
    return [...missing, ...invented].map((name) => `${type.name}.${name}`)
  })
}

function operationNames(schema: GraphQLSchema): readonly string[] {
  const reads = Object.keys(schema.getQueryType()?.getFields() ?? {})
  const writes = Object.keys(schema.getMutationType()?.getFields() ?? {})
  return [...reads, ...writes.map((name) => (reads.includes(name) ? `mutation.${name}` : name))].sort()
}

const inputs: readonly (readonly [string, string])[] = [
  ['@octokit/graphql-schema', octokit],
  ...files.map((file) => [file, `${folder}${file}`] as const),
]

describe.each(inputs)('%s', (name, path) => {
  test('has every type, field and operation that graphql-js finds', { timeout: 60_000 }, async () => {
    const text = readFileSync(path, 'utf8')
    const introspection = await introspectText(text, name)
    const schema = schemaOf(text)
    expect(differences(schema, introspection)).toEqual([])
    expect(introspection.catalog.operations.map((operation) => operation.name)).toEqual(
      operationNames(schema),
    )
    expect(fingerprintCatalog(introspection.catalog)).toMatch(/^sha256:/)
  })

  test('gives a valid document for every operation and every plain field of its answer', {
    timeout: 60_000,
  }, async () => {
    const text = readFileSync(path, 'utf8')
    const { catalog } = await introspectText(text, name)
    const schema = schemaOf(text)
    const broken = catalog.operations.flatMap((operation) => {
      if (operation.availability.status === 'quarantined') return []
      const { document } = planOf(
        catalog,
        everything(operation.name, operation.arguments, operation.returns?.type),
      )
      const errors = validate(schema, parse(document))
      return errors.length === 0 ? [] : [`${document.slice(0, 300)}: ${errors[0]?.message}`]
    })
    expect(broken).toEqual([])
  })
})

type Typed = Introspection['catalog']['operations'][number]

/** Fills every argument and takes the answer whole. */
function everything(
  operation: string,
  args: Typed['arguments'],
  type: NonNullable<Typed['returns']>['type'] | undefined,
): TestBinding {
  const wholes = new Set<string>()
  let inner = type
  while (inner?.kind === 'list') inner = inner.items
  if (inner?.kind === 'object') wholes.add(inner.name)
  if (inner?.kind === 'union')
    for (const member of inner.members) if (member.kind === 'object') wholes.add(member.name)
  const values: Record<string, Json> = Object.fromEntries(args.map((argument) => [argument.name, null]))
  return { operation, inputs: values, outputs: ['$'], wholes: [...wholes] }
}

describe('ten reads and writes of GitHub', () => {
  let github: Introspection
  let schema: GraphQLSchema
  beforeAll(async () => {
    const text = readFileSync(octokit, 'utf8')
    github = await introspectText(text)
    schema = schemaOf(text)
  })

  const repository = { owner: 'o', name: 'n' }
  test.each<[string, TestBinding]>([
    [
      'a repository',
      {
        operation: 'repository',
        inputs: repository,
        outputs: ['id', 'owner.login', 'licenseInfo.name', 'defaultBranchRef.target.oid'],
      },
    ],
    [
      'its open issues',
      {
        operation: 'repository',
        inputs: repository,
        outputs: [
          { path: 'issues.nodes', max: 20, fields: ['title', 'author.login', 'labels.nodes[0].name'] },
        ],
      },
    ],
    [
      'a pull request',
      {
        operation: 'repository',
        inputs: repository,
        outputs: ['stargazerCount', 'latestRelease.tagName', 'pullRequests.totalCount'],
      },
    ],
    [
      'who is logged in',
      {
        operation: 'viewer',
        outputs: ['login', 'email', { path: 'organizations.nodes', max: 5, fields: ['name'] }],
      },
    ],
    [
      'a user',
      {
        operation: 'user',
        inputs: { login: 'x' },
        outputs: ['name', 'company', 'contributionsCollection.totalCommitContributions'],
      },
    ],
    [
      'whatever a node is',
      { operation: 'node', inputs: { id: 'x' }, outputs: ['id', 'title', 'body', 'login'] },
    ],
    [
      'a search',
      {
        operation: 'search',
        inputs: { query: 'x', type: 'ISSUE' },
        outputs: ['issueCount', { path: 'nodes', max: 10, fields: ['title', 'name', 'login'] }],
      },
    ],
    [
      'who starred when',
      {
        operation: 'repository',
        inputs: repository,
        outputs: [{ path: 'stargazers.edges', max: 3, fields: ['starredAt', 'node.login'] }],
      },
    ],
    [
      'a new issue',
      {
        operation: 'createIssue',
        inputs: { 'input.repositoryId': 'r', 'input.title': 't' },
        outputs: ['issue.id', 'issue.url'],
      },
    ],
    [
      'a new comment',
      {
        operation: 'addComment',
        inputs: { 'input.subjectId': 's', 'input.body': 'b' },
        outputs: ['commentEdge.node.id', 'subject.id'],
      },
    ],
  ])('%s', (_, given) => {
    const { document } = planOf(github.catalog, given)
    expect(validate(schema, parse(document)).map((error) => error.message)).toEqual([])
    expect(document).toMatchSnapshot()
  })

  test('says what the SDL has twice, and nothing else', () => {
    const named = github.issues.map(({ code, message }) => [code, message.split('"')[1]])
    expect(named).toEqual([
      ['field_duplicate', 'EnterpriseOwnerInfo.repositoryDeployKeySetting'],
      ['field_duplicate', 'EnterpriseOwnerInfo.repositoryDeployKeySettingOrganizations'],
    ])
  })
})
