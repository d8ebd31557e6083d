import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  fingerprintCatalog,
  type Introspection,
  isJsonArray,
  isJsonObject,
  type Json,
  parseJson,
  PlatformError,
} from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { planOf, introspectText } from './test-schema.ts'

/** Processor time of this process so far: what others do on the machine is no part of it. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const folder = fileURLToPath(new URL('../../../../fixtures/security/open/', import.meta.url))

/** What came of a text: the catalog and issues, or a typed error. Any other error fails the test. */
async function outcomeOf(text: string): Promise<Introspection | PlatformError> {
  try {
    return await introspectText(text)
  } catch (error) {
    if (error instanceof PlatformError) return error
    throw error
  }
}

function verdictsOf(outcome: Introspection | PlatformError): readonly string[] {
  if (!(outcome instanceof PlatformError))
    return outcome.issues.length > 0 ? ['accept', 'accept-with-issue'] : ['accept']
  return outcome.message.includes('SDL') ? ['reject', 'reject with hint to upload SDL'] : ['reject']
}

function readCases(): readonly (readonly [file: string, expected: string])[] {
  if (!existsSync(`${folder}graphql/manifest.json`)) return []
  const manifest = parseJson(readFileSync(`${folder}graphql/manifest.json`, 'utf8'))
  const files = isJsonObject(manifest) ? manifest['files'] : undefined
  return (isJsonArray(files) ? files : []).flatMap((item) =>
    isJsonObject(item) && typeof item['file'] === 'string' && typeof item['expect'] === 'string'
      ? [[item['file'], item['expect']] as const]
      : [],
  )
}

describe.skipIf(readCases().length === 0)('hostile introspection results', () => {
  test.each(readCases())('%s: %s', async (file, expected) => {
    const before = Reflect.ownKeys(Object.prototype)
    const outcome = await outcomeOf(readFileSync(`${folder}${file}`, 'utf8'))
    expect(verdictsOf(outcome).some((verdict) => expected.split('|').includes(verdict))).toBe(true)
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
  })
})

const schemaOf = (types: readonly Json[]): string =>
  JSON.stringify({
    data: {
      __schema: { queryType: { name: 'Query' }, types: [{ kind: 'SCALAR', name: 'String' }, ...types] },
    },
  })

const object = (
  name: string,
  fields: readonly Json[],
  more: { readonly [name: string]: Json } = {},
): Json => ({ kind: 'OBJECT', name, fields, ...more })
const field = (name: string, type: string, kind = 'OBJECT'): Json => ({
  name,
  args: [],
  type: { kind, name: type },
})

const wrapped = (depth: number): string =>
  schemaOf([
    object('Query', [{ name: 'a', args: [], type: 'DEEP' }, field('b', 'String', 'SCALAR')]),
  ]).replace(
    '"DEEP"',
    `${'{"kind":"LIST","name":null,"ofType":'.repeat(depth)}{"kind":"SCALAR","name":"String"}${'}'.repeat(depth)}`,
  )

const ring = (count: number): string =>
  schemaOf([
    object('Query', [field('a', 'T0')]),
    ...Array.from({ length: count }, (_, index) =>
      object(`T${index}`, [field('n', `T${(index + 1) % count}`)]),
    ),
  ])

/** Every field is of a union with so many members. */
const unions = (fields: number, members: number): string =>
  schemaOf([
    object(
      'Query',
      Array.from({ length: fields }, (_, index) => field(`f${index}`, 'U', 'UNION')),
    ),
    {
      kind: 'UNION',
      name: 'U',
      possibleTypes: Array.from({ length: members }, (_, index) => ({ name: `T${index}` })),
    },
    ...Array.from({ length: members }, (_, index) => object(`T${index}`, [field('s', 'String', 'SCALAR')])),
  ])

/** Objects that all implement one interface, which every one of them has fields of. */
const implementers = (count: number): string =>
  schemaOf([
    object('Query', [field('a', 'Node', 'INTERFACE')]),
    { kind: 'INTERFACE', name: 'Node', fields: [field('id', 'String', 'SCALAR')] },
    ...Array.from({ length: count }, (_, index) =>
      object(`T${index}`, [field('x', 'Node', 'INTERFACE'), field('y', 'Node', 'INTERFACE')], {
        interfaces: [{ name: 'Node' }],
      }),
    ),
  ])

const inputs = (count: number): string =>
  `type Query { a(b: I0!): Int } ${Array.from({ length: count }, (_, index) => `input I${index} { a: I${index + 1}! b: I${index + 1}! }`).join(' ')} input I${count} { c: Int }`

describe('schemas built to exhaust', () => {
  test.each<[string, string, number]>([
    ['types wrapped 9,000 deep', wrapped(9000), 5000],
    ['20,000 types in a ring', ring(20_000), 10_000],
    ['5,000 fields of a union of 250', unions(5000, 250), 10_000],
    ['fields of a union of 5,000', unions(50, 5000), 10_000],
    ['300 types behind one interface', implementers(300), 10_000],
    ['5,000 types behind one interface', implementers(5000), 10_000],
    ['a chain of 5,000 inputs that need the next twice', inputs(5000), 10_000],
    ['SDL with 100,000 brackets', `type Query { a: ${'['.repeat(100_000)}Int${']'.repeat(100_000)} }`, 5000],
    [
      'SDL with nested defaults',
      `type Query { a(b: [Int] = ${'['.repeat(50_000)}1${']'.repeat(50_000)}): Int }`,
      1000,
    ],
    [
      '100,000 fields',
      `type Query { ${Array.from({ length: 100_000 }, (_, index) => `f${index}: Int`).join(' ')} }`,
      5000,
    ],
    ['an unclosed block string', `"""${'x'.repeat(1_000_000)}`, 5000],
    ['a million quotes', `${'"'.repeat(1_000_000)} type Query { a: Int }`, 10_000],
    [
      'a default of a million brackets',
      schemaOf([
        object('Query', [
          {
            name: 'a',
            args: [
              { name: 'b', type: { kind: 'SCALAR', name: 'String' }, defaultValue: '['.repeat(1_000_000) },
            ],
            type: { kind: 'SCALAR', name: 'String' },
          },
        ]),
      ]),
      1000,
    ],
    ['JSON nested 50,000 deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 5000],
    [
      'text within text',
      JSON.stringify(JSON.stringify(JSON.stringify(JSON.stringify(JSON.stringify({ __schema: {} }))))),
      1000,
    ],
  ])('%s end in bounded time', async (_, text, budgetMs) => {
    const started = processorMs()
    const outcome = await outcomeOf(text)
    expect(processorMs() - started).toBeLessThan(budgetMs)
    if (!(outcome instanceof PlatformError)) expect(fingerprintCatalog(outcome.catalog)).toMatch(/^sha256:/)
  })

  test('the same ring takes time in proportion to its size', async () => {
    const timeOf = async (count: number): Promise<number> => {
      const text = ring(count)
      const started = processorMs()
      await outcomeOf(text)
      return processorMs() - started
    }
    await timeOf(4000)
    const small = Math.min(await timeOf(4000), await timeOf(4000))
    expect(await timeOf(32_000)).toBeLessThan(8 * 3 * small + 200)
  })
})

describe('text that people and models read', () => {
  test('shows direction and invisible characters by their code, and says so', async () => {
    const { catalog, issues } = await introspectText(
      `type Query { "pay \u202eeno\u200b" a: Int @deprecated(reason: "x\u0007") }`,
    )
    expect(catalog.operations[0]).toMatchObject({
      description: 'pay [U+202E]eno[U+200B]',
      deprecated: 'x[U+0007]',
    })
    expect(issues.map((issue) => issue.code)).toEqual(['text_unprintable', 'text_unprintable'])
  })

  test('is cut at 2,000 characters', async () => {
    const { catalog } = await introspectText(`type Query { """${'word '.repeat(3000)}""" a: Int }`)
    expect(catalog.operations[0]?.description?.length).toBe(2000)
  })
})

test('names that break out of a document never get into one', async () => {
  const names = ['a } __schema { x', 'a(b: 1)', 'é', '', '1a', 'a\n', '__proto__', 'constructor']
  const { catalog, issues } = await introspectText(
    schemaOf([
      object(
        'Query',
        names.map((name) => field(name, 'String', 'SCALAR')),
      ),
    ]),
  )
  expect(catalog.operations.map((operation) => operation.name)).toEqual(['constructor'])
  expect(issues).toHaveLength(7)
  expect(planOf(catalog, { operation: 'constructor', outputs: ['$'] }).document).toBe(
    'query constructor { constructor }',
  )
})
