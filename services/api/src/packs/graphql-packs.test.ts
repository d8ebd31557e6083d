import { type LocalProvider, startProvider } from '@bindery/connection/testing'
import { isDeepStrictEqual } from 'node:util'
import { type Json, parseJson } from '@bindery/model'
import { type Exchange, openCatalogue } from '@bindery/packs'
import type { GraphQLResolveInfo } from 'graphql'
import { createSchema, createYoga } from 'graphql-yoga'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { callVerified, exchangesOf, goLive, packFixture } from '../testing/pack-runs.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/*
 * Every preset of every GraphQL pack, against a server that validates documents and variables by the provider's schema,
 * answers with the recorded values and refuses arguments that are not the recorded ones.
 */

const packs = openCatalogue().packs.filter(({ manifest }) => manifest.types.includes('graphql'))
type ResolverInput = readonly [source: unknown, args: object, context: unknown, info: GraphQLResolveInfo]
const Answer = z.record(z.string(), z.unknown())

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe.each(packs.map(({ id }) => id))('the pack "%s"', (id) => {
  let provider: LocalProvider
  const asked: string[] = []
  let agentId = ''
  let skills: ReadonlyMap<string, string> = new Map()
  const exchanges = exchangesOf(id)

  beforeAll(async () => {
    const { api } = server
    const yoga = replayingYoga(id, asked)
    provider = await startProvider((request, response) => void yoga(request, response))
    const environments = { production: { baseUrl: `${provider.origin}/graphql` } }
    await must(api('POST', '/integrations', { body: { pack: id, environments } }))
    await must(api('POST', `/integrations/${id}/connect`, { body: { credentials: { api_key: 'test' } } }))
    await must(api('POST', `/integrations/${id}/discover`, { headers: { prefer: 'wait=30' } }))
    agentId = idOf(await must(api('POST', '/agents', { body: { name: id } })))
    skills = await goLive(server, { agentId, kind: id }, exchanges[0]?.config)
  })
  afterAll(() => provider.close())

  it.each(exchanges.map((exchange) => [exchange.preset, exchange] as const))(
    'sends what "%s" should, and answers what it promises',
    async (preset, { params, output, calls }) => {
      asked.length = 0
      const skillId = skills.get(preset) ?? ''
      expect(await callVerified(server, { agentId, skillId, params })).toEqual(output)
      expect(asked).toEqual(calls.flatMap(recordedFields).map(({ field }) => field))
    },
  )
})

/** A server of the pack's schema whose root fields answer what was recorded for their arguments, and note that they were asked. */
function replayingYoga(id: string, asked: string[]) {
  const recorded = exchangesOf(id).flatMap(({ calls }) => calls.flatMap(recordedFields))
  const rootFields = [...new Set(recorded.map(({ field }) => field))]
  const resolve =
    (field: string) =>
    (...[, args, , info]: ResolverInput) => {
      asked.push(field)
      const sent = plain(withoutDefaults(args, info))
      const found = recorded.find(
        (entry) => entry.field === field && isDeepStrictEqual(sent, plain(entry.args)),
      )
      if (found === undefined) throw new Error(`Nobody recorded ${field} with ${JSON.stringify(sent)}.`)
      return found.value
    }
  const typeDefs = packFixture(id, 'schema.graphql')
  const roots = /schema \{\s+query: (\w+)(?:\s+mutation: (\w+))?/.exec(typeDefs)
  const fieldsOf = (type: string | undefined) =>
    Object.fromEntries(
      rootFields
        .filter((field) => new RegExp(`type ${type} \\{[^}]*\\b${field}\\(`).test(typeDefs))
        .map((field) => [field, resolve(field)]),
    )
  const resolvers = Object.fromEntries(
    [roots?.[1], roots?.[2]].flatMap((type) => (type === undefined ? [] : [[type, fieldsOf(type)]])),
  )
  return createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false, maskedErrors: false })
}

interface RecordedField {
  readonly field: string
  readonly value: unknown
  readonly args: Json | undefined
}

/** The root fields that a call asks for, with the arguments and the value of each. */
const recordedFields = ({ request, response }: Exchange['calls'][number]): readonly RecordedField[] =>
  Object.entries(Answer.parse(response.body)).map(([field, value]) => ({ field, value, args: request.body }))

/** What was sent, without what the schema itself fills in. */
function withoutDefaults(args: object, { parentType, fieldName }: GraphQLResolveInfo): object {
  const declared = parentType.getFields()[fieldName]?.args ?? []
  return Object.fromEntries(
    Object.entries(args).filter(([name, value]) => {
      const argument = declared.find((candidate) => candidate.name === name)
      return argument?.defaultValue === undefined || argument.defaultValue !== value
    }),
  )
}

/** Arguments without prototypes, as they are compared. */
const plain = (value: unknown): unknown => parseJson(JSON.stringify(value))
