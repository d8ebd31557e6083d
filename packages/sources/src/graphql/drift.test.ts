import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isJsonObject, parseJson } from '@bindery/model'
import { describeDrift, type PartDrift } from '@bindery/model/drift'
import {
  BreakingChangeType,
  buildClientSchema,
  findBreakingChanges,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { introspectText } from './test-schema.ts'

/** Real pairs of an older and a newer schema; the test runs where they are. */
const folder = fileURLToPath(new URL('../../../../../shared/data/graphql/', import.meta.url))
const pairs = [
  ['shopify-admin-2025-10', 'shopify-admin-2026-07'],
  ['github-old', 'github'],
] as const
const isPresent = pairs.flat().every((name) => existsSync(`${folder}${name}.introspection.json`))

const read = (name: string): string => readFileSync(`${folder}${name}.introspection.json`, 'utf8')

const isIntrospection = (data: unknown): data is IntrospectionQuery =>
  isJsonObject(data) && isJsonObject(data['__schema'])

function schemaOf(text: string): GraphQLSchema {
  const parsed = parseJson(text)
  const data = isJsonObject(parsed) ? (parsed['data'] ?? parsed) : null
  if (!isIntrospection(data)) throw new Error('This is no introspection.')
  return buildClientSchema(data, { assumeValid: true })
}

/** What graphql-js calls breaking and a catalog knows: `Type.field`, by the kind of change. */
function breakingByGraphql(before: GraphQLSchema, after: GraphQLSchema): readonly string[] {
  const known: readonly string[] = [
    BreakingChangeType.FIELD_REMOVED,
    BreakingChangeType.REQUIRED_INPUT_FIELD_ADDED,
  ]
  return findBreakingChanges(before, after)
    .filter((change) => known.includes(change.type))
    .map(({ description }) => description)
    .map((text) => {
      const added = /^A required field (\w+) on input type (\w+) was added/.exec(text)
      return added === null ? (text.split(' ')[0] ?? '') : `${added[2]}.${added[1]}`
    })
    .sort()
}

/** The same of our drift: members that went, or came and must be given. */
function breakingByDrift(drift: readonly PartDrift[], roots: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    drift.flatMap(({ kind, name, change, facts }) => {
      if (kind === 'operation' && change === 'removed') return [...roots].map((root) => `${root}.${name}`)
      if (kind !== 'object') return []
      return facts
        .filter((fact) => fact.impact === 'breaking' && (fact.fact === 'removed' || fact.fact === 'added'))
        .map((fact) => `${name}.${fact.member ?? ''}`)
    }),
  )
}

describe.skipIf(!isPresent)('from a real schema to the next', () => {
  it.each(pairs)(
    '%s to %s every break that graphql-js finds is one',
    { timeout: 120_000 },
    async (old, now) => {
      const [before, after] = [read(old), read(now)]
      const [oldSchema, newSchema] = [schemaOf(before), schemaOf(after)]
      const catalogs = [
        (await introspectText(before)).catalog,
        (await introspectText(after)).catalog,
      ] as const
      const roots = new Set(
        [oldSchema.getQueryType(), oldSchema.getMutationType()].flatMap((type) => type?.name ?? []),
      )
      const ours = breakingByDrift(describeDrift(...catalogs), roots)
      const theirs = breakingByGraphql(oldSchema, newSchema)
      expect(theirs.length).toBeGreaterThan(0)
      expect(theirs.filter((name) => !ours.has(name))).toEqual([])
    },
  )

  it.each(pairs)('%s to itself nothing is', { timeout: 120_000 }, async (old) => {
    const text = read(old)
    expect(describeDrift((await introspectText(text)).catalog, (await introspectText(text)).catalog)).toEqual(
      [],
    )
  })
})
