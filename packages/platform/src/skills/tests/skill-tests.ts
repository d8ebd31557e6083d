import { z } from 'zod'
import { createTest, removeTest, showTests } from './manage-tests.ts'
import { Expectation, PastedAnswer } from './skill-test.ts'
import { Deleted, deleted, JsonObjectData, SkillParams } from '../../kernel/shapes.ts'
import { type Context, useCase } from '../../kernel/use-case.ts'
import type { Needs } from '../../kernel/needs.ts'
import { testName, Result, TestView, toResult, toView } from './test-view.ts'

const tag = 'Skill tests'

export const skillTestUseCases = {
  list: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'List the tests of a skill, each with what its draft makes of it now',
    takes: { subject: SkillParams },
    output: z.array(TestView),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => ({
      data: (await showTests(services, principal, subject)).map(toView),
    }),
  }),

  create: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill_test.created'] },
    environment: 'none',
    tag,
    summary: 'Keep an answer of the provider with the output that the skill must make of it',
    description:
      'Paste a body as the provider sends it, with the parameters of the call, or the data as the paths of the binding read it. Without `expect` the output of now is expected. Kept sealed.',
    takes: {
      subject: SkillParams,
      content: z.strictObject({
        name: testName,
        response: PastedAnswer,
        params: JsonObjectData.default({}),
        expect: Expectation.optional(),
      }),
    },
    example: {
      name: 'Nobody by that phone',
      response: { body: { patients: [] } },
      params: { caller_phone: '+31612345678' },
    },
    output: TestView,
    outcome: 'created',
    errors: ['not_found', 'duplicate_name', 'validation_error', 'document_too_large'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const { response, params: given, expect } = content
      const test = { name: content.name, origin: 'pasted', response, params: given, expect } as const
      return { data: toView(await createTest(services, principal, { place: subject, test })) }
    },
  }),

  run: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'Run the tests of a skill against its draft; nothing is sent',
    takes: { subject: SkillParams, content: z.strictObject({}).prefault({}) },
    example: {},
    output: z.object({ passed: z.int(), failed: z.int(), results: z.array(Result) }),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      const results = (await showTests(services, principal, subject)).map(({ result }) => result)
      const failed = results.filter(({ status }) => status === 'failed').length
      return { data: { passed: results.length - failed, failed, results: results.map(toResult) } }
    },
  }),

  remove: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill_test.deleted'] },
    environment: 'none',
    tag,
    summary: 'Delete a test',
    takes: { subject: SkillParams.extend({ testId: z.string().max(64) }) },
    output: Deleted,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      await removeTest(services, principal, subject)
      return { data: deleted }
    },
  }),
}
