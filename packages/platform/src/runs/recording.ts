import { z } from 'zod'
import { recordTest } from './record-test.ts'
import { JsonObjectData, SkillParams } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { testName, TestView, toView } from '../skills/tests/test-view.ts'

const tag = 'Skill tests'

export const recordingUseCases = {
  record: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill_test.recorded'] },
    environment: { slot: ({ content }) => [content.environment] },
    tag,
    summary: 'Call the provider once, outside of production, and keep its answer as a test',
    description:
      'For reads. Values that could be somebody’s are replaced by made-up ones of the same form before anything is kept.',
    takes: {
      subject: SkillParams,
      content: z.strictObject({
        name: testName,
        params: JsonObjectData.default({}),
        environment: z.enum(['development', 'staging']).default('development'),
      }),
    },
    example: {
      name: 'As it answers today',
      params: { caller_phone: '+31612345678' },
      environment: 'development',
    },
    output: TestView,
    outcome: 'created',
    errors: ['not_found', 'duplicate_name', 'environment_not_configured', 'upstream_error'],
    run: async (
      { subject, content },
      { principal, services }: Context<Needs<'config' | 'egress' | 'runCaches' | 'store'>>,
    ) => {
      const recording = { place: subject, ...content }
      return { data: toView(await recordTest(services, principal, recording)) }
    },
  }),
}
