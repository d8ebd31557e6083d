import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  fingerprintCatalog,
  type Introspection,
  isJsonArray,
  type Json,
  type JsonObject,
  parseJson,
  PlatformError,
} from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { introspectDocuments } from './introspect.ts'
import { documentOf } from './test-document.ts'

/** Processor time of this process so far: what others do on the machine is no part of it. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const folder = fileURLToPath(new URL('../../../../fixtures/security/open/', import.meta.url))

interface Case {
  readonly file: string
  readonly expect: string
  readonly why: string
}

/** What came of a document: the catalog and issues, or the code of a typed error. Any other error fails the test. */
async function outcomeOf(bytes: Uint8Array, name: string): Promise<Introspection | string> {
  try {
    return await introspectDocuments([{ name, bytes }], new AbortController().signal)
  } catch (error) {
    if (error instanceof PlatformError) return error.code
    throw error
  }
}

function readCases(): readonly Case[] {
  const manifest = parseJson(readFileSync(`${folder}specs/manifest.json`, 'utf8'))
  const files = isObject(manifest) ? manifest['files'] : undefined
  return (isJsonArray(files) ? files : []).flatMap((item) =>
    isObject(item)
      ? [{ file: textOf(item['file']), expect: textOf(item['expect']), why: textOf(item['why']) }]
      : [],
  )
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function verdictOf(outcome: Introspection | string): readonly string[] {
  if (typeof outcome === 'string') return ['reject']
  const codes = outcome.issues.map((issue) => issue.code)
  const isInert = codes.includes('reference_unresolved') || codes.includes('reference_in_value')
  return [
    'accept',
    ...(codes.length > 0 ? ['accept-with-issue'] : []),
    ...(isInert ? ['ref-kept-inert'] : []),
  ]
}

describe.skipIf(!existsSync(`${folder}specs/manifest.json`))('hostile documents', () => {
  test.each(readCases().map((item) => [item.file, item] as const))(
    '%s has its stated outcome',
    async (_, item) => {
      const before = Reflect.ownKeys(Object.prototype)
      const started = processorMs()
      const outcome = await outcomeOf(readFileSync(`${folder}${item.file}`), item.file)
      expect(verdictOf(outcome).some((verdict) => item.expect.split('|').includes(verdict))).toBe(true)
      expect(processorMs() - started).toBeLessThan(2000)
      expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
      if (typeof outcome !== 'string') expect(fingerprintCatalog(outcome.catalog)).toMatch(/^sha256:/)
    },
  )
})

const chain = (length: number): string => {
  const schemas: Record<string, Json> = { [`L${length}`]: { type: 'string' } }
  for (let index = 0; index < length; index += 1) {
    const next = { $ref: `#/components/schemas/L${index + 1}` }
    schemas[`L${index}`] = { type: 'object', properties: { a: next, b: next } }
  }
  return spec(schemas)
}

/** Lists of unions of two references each: a type without names that doubles with every schema. */
const doublingLists = (length: number): string => {
  const schemas: Record<string, Json> = { [`L${length}`]: { type: 'string' } }
  for (let index = 0; index < length; index += 1) {
    const next = { $ref: `#/components/schemas/L${index + 1}` }
    schemas[`L${index}`] = {
      oneOf: [
        { type: 'array', items: next },
        { type: 'object', additionalProperties: next },
      ],
    }
  }
  return spec(schemas)
}

/** Every schema refers to every other one. */
const connected = (count: number): string => {
  const references = Array.from(
    { length: count },
    (_, index) => [`p${index}`, { $ref: `#/components/schemas/S${index}` }] as const,
  )
  const node = { type: 'object', properties: Object.fromEntries(references) }
  return spec(Object.fromEntries(references.map((_, index) => [`S${index}`, node])))
}

const inheritance = (length: number): string => {
  const schemas: Record<string, Json> = { A0: { type: 'object', properties: { p0: { type: 'string' } } } }
  for (let index = 1; index < length; index += 1) {
    const own = { type: 'object', properties: { [`p${index}`]: { type: 'string' } } }
    schemas[`A${index}`] = { allOf: [{ $ref: `#/components/schemas/A${index - 1}` }, own] }
  }
  return spec(schemas)
}

const aliases = (length: number): string => {
  const schemas: Record<string, Json> = { [`L${length}`]: { type: 'string' } }
  for (let index = 0; index < length; index += 1)
    schemas[`L${index}`] = { $ref: `#/components/schemas/L${index + 1}` }
  return spec(schemas)
}

const nested = (depth: number): string => {
  let node = '{"type":"string"}'
  for (let index = 0; index < depth; index += 1) node = `{"type":"object","properties":{"a":${node}}}`
  return `{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{},"components":{"schemas":{"A":${node}}}}`
}

const nestedLists = (depth: number): string =>
  nested(0).replace('{"type":"string"}', `${'{"type":"array","items":'.repeat(depth)}{}${'}'.repeat(depth)}`)

const spec = (schemas: Record<string, Json>): string =>
  JSON.stringify({ openapi: '3.0.3', info: { title: 't', version: '1' }, paths: {}, components: { schemas } })

const manyOperations = (count: number): string =>
  JSON.stringify({
    openapi: '3.0.3',
    info: { title: 't', version: '1' },
    paths: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `/p${index}`,
        { get: { operationId: `o${index}`, responses: {} } },
      ]),
    ),
  })

const wide = (count: number): string =>
  spec({
    A: {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`f${index}`, { type: 'string' }]),
      ),
    },
  })

describe('documents built to exhaust', () => {
  test.each([
    ['24 chained schemas with two references each', chain(24), 2000],
    ['a chain of doubling lists', doublingLists(40), 3000],
    ['72 schemas that all refer to each other', connected(72), 3000],
    ['an inheritance chain of 300', inheritance(300), 5000],
    ['20,000 schemas that each are the next', aliases(20_000), 3000],
    ['objects nested 2,000 deep', nested(2000), 4000],
    ['lists nested 20,000 deep', nestedLists(20_000), 2000],
    [
      '20,000 brackets',
      `{"openapi":"3.0.3","paths":{},"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      1000,
    ],
    ['200,000 properties', wide(200_000), 6000],
    ['5,000 operations', manyOperations(5000), 3000],
    ['YAML nested 50,000 deep', `openapi: 3.0.3\nx: ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`, 2000],
    [
      'a quadratic YAML merge',
      `a: &a {${Array.from({ length: 4000 }, (_, index) => `k${index}: 0`).join(', ')}}\nb: {<<: [${Array(4000).fill('*a').join(', ')}]}\n`,
      2000,
    ],
    [
      '100,000 YAML anchors',
      `openapi: 3.0.3\npaths: {}\nx:\n${Array.from({ length: 100_000 }, (_, index) => `  - &a${index} 1`).join('\n')}\n`,
      6000,
    ],
  ])('%s end in bounded time', async (_, text, budgetMs) => {
    const started = processorMs()
    const outcome = await outcomeOf(documentOf(text).bytes, 'hostile')
    expect(processorMs() - started).toBeLessThan(budgetMs)
    if (typeof outcome !== 'string') expect(fingerprintCatalog(outcome.catalog)).toMatch(/^sha256:/)
  })

  test('a schema cycle of 8,000 takes time in proportion to one of 1,000', async () => {
    const cycle = (count: number): string =>
      spec(
        Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `S${index}`,
            {
              type: 'object',
              properties: { next: { $ref: `#/components/schemas/S${(index + 1) % count}` } },
            },
          ]),
        ),
      )
    const timed = async (count: number): Promise<number> => {
      const { bytes } = documentOf(cycle(count))
      const started = processorMs()
      await outcomeOf(bytes, 'cycle')
      return processorMs() - started
    }
    await timed(1000)
    expect(await timed(8000)).toBeLessThan(40 * Math.max(await timed(1000), 5))
  })
})
