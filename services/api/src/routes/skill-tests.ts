import { JsonValue } from '@bindery/model'
import { skillTestOrigins } from '@bindery/store'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import type { CheckedTest } from '../skill-tests/check-tests.ts'
import { createTest, removeTest, showTests } from '../skill-tests/manage-tests.ts'
import { recordTest } from '../skill-tests/record-test.ts'
import type { TestResult } from '../skill-tests/run-tests.ts'
import { Expectation, PastedAnswer } from '../skill-tests/skill-test.ts'
import { JsonObjectData, SkillParams, timestamp } from './shapes.ts'

const tag = 'Skill tests'

const name = z.string().min(1).max(120)

export const Difference = z.object({
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  before: JsonValue.nullable(),
  after: JsonValue.nullable(),
})

const Result = z
  .object({
    testId: z.string(),
    name: z.string(),
    status: z.enum(['passed', 'failed']),
    differences: z.array(Difference),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'SkillTestResult' })

const TestView = z
  .object({
    id: z.string(),
    name: z.string(),
    origin: z.enum(skillTestOrigins),
    response: JsonValue,
    params: JsonObjectData,
    expect: JsonValue,
    result: Result,
    createdBy: z.string(),
    createdAt: timestamp,
  })
  .meta({ id: 'SkillTest' })

const path = '/agents/{agentId}/skills/{skillId}/tests'

export function skillTestRoutes(services: Services): readonly Route[] {
  return [
    listTestsRoute(services),
    createTestRoute(services),
    recordTestRoute(services),
    runTestsRoute(services),
    deleteTestRoute(services),
  ]
}

function listTestsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path,
    scope: 'skills:read',
    tag,
    summary: 'List the tests of a skill, each with what its draft makes of it now',
    input: { params: SkillParams },
    data: z.array(TestView),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) => ({
      data: (await showTests(services, principal, params)).map(toView),
    }),
  })
}

function createTestRoute(services: Services): Route {
  return route({
    method: 'POST',
    path,
    scope: 'skills:write',
    tag,
    summary: 'Keep an answer of the provider with the output that the skill must make of it',
    description:
      'Paste a body as the provider sends it, with the parameters of the call, or the data as the paths of the binding read it. Without `expect` the output of now is expected. Kept sealed.',
    input: {
      params: SkillParams,
      body: z.strictObject({
        name,
        response: PastedAnswer,
        params: JsonObjectData.default({}),
        expect: Expectation.optional(),
      }),
    },
    data: TestView,
    status: 201,
    errors: ['not_found', 'duplicate_name', 'validation_error', 'document_too_large'],
    handle: async ({ params, body }, { principal }) => {
      const { response, params: given, expect } = body
      const test = { name: body.name, origin: 'pasted', response, params: given, expect } as const
      return { data: toView(await createTest(services, principal, { place: params, test })) }
    },
  })
}

function recordTestRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: `${path}/record`,
    scope: 'skills:write',
    tag,
    summary: 'Call the provider once, outside of production, and keep its answer as a test',
    description:
      'For reads. Values that could be somebody’s are replaced by made-up ones of the same form before anything is kept.',
    input: {
      params: SkillParams,
      body: z.strictObject({
        name,
        params: JsonObjectData.default({}),
        environment: z.enum(['development', 'staging']).default('development'),
      }),
    },
    data: TestView,
    status: 201,
    errors: ['not_found', 'duplicate_name', 'environment_not_configured', 'upstream_error'],
    handle: async ({ params, body }, { principal }) => {
      const recording = { place: params, ...body }
      return { data: toView(await recordTest(services, principal, recording)) }
    },
  })
}

function runTestsRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: `${path}/run`,
    scope: 'skills:read',
    tag,
    summary: 'Run the tests of a skill against its draft; nothing is sent',
    input: { params: SkillParams, body: z.strictObject({}).prefault({}) },
    data: z.object({ passed: z.int(), failed: z.int(), results: z.array(Result) }),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) => {
      const results = (await showTests(services, principal, params)).map(({ result }) => result)
      const failed = results.filter(({ status }) => status === 'failed').length
      return { data: { passed: results.length - failed, failed, results: results.map(toResult) } }
    },
  })
}

function deleteTestRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: `${path}/{testId}`,
    scope: 'skills:write',
    tag,
    summary: 'Delete a test',
    input: { params: SkillParams.extend({ testId: z.string().max(64) }) },
    data: z.object({ deleted: z.literal(true) }),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) => {
      await removeTest(services, principal, params)
      return { data: { deleted: true as const } }
    },
  })
}

function toView({ row, content, result }: CheckedTest): z.input<typeof TestView> {
  return {
    id: row.id,
    name: row.name,
    origin: row.origin,
    response: content.response,
    params: content.params,
    expect: content.expect,
    result: toResult(result),
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}

const toResult = (result: TestResult): z.input<typeof Result> => ({
  ...result,
  differences: [...result.differences],
  warnings: [...result.warnings],
})
