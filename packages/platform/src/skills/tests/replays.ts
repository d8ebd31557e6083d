import { z } from 'zod'
import { Difference } from './test-view.ts'
import { PastedAnswer } from './skill-test.ts'
import { type Replay, replayAnswers, type ReplayedAnswers, type ReplayedSide } from './replay-answers.ts'
import { JsonObjectData, SkillParams } from '../../kernel/shapes.ts'
import { type Context, useCase } from '../../kernel/use-case.ts'
import type { Needs } from '../../kernel/needs.ts'

const version = z.string().min(1).max(64)

const Question = z
  .strictObject({
    from: version.default('live').describe('`draft`, `live` or the id of a version'),
    to: version.default('draft'),
    testId: z.string().max(64).optional().describe('One test; every test when nothing else is given'),
    response: PastedAnswer.optional(),
    params: JsonObjectData.default({}),
  })
  .refine(({ testId, response }) => testId === undefined || response === undefined, {
    message: 'Give a testId or a response, not both',
    path: ['response'],
  })

const Side = z.object({
  output: JsonObjectData.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  warnings: z.array(z.string()),
})

const ReplayView = z
  .object({
    from: z.object({ skillHash: z.string(), functionName: z.string() }),
    to: z.object({ skillHash: z.string(), functionName: z.string() }),
    isSame: z.boolean(),
    replays: z.array(
      z.object({
        testId: z.string().nullable(),
        name: z.string().nullable(),
        from: Side,
        to: Side,
        differences: z.array(Difference),
        isSame: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Replay' })

function answersOf({ testId, response, params }: z.output<typeof Question>): ReplayedAnswers {
  if (response !== undefined) return { which: 'given', response, params }
  return testId === undefined ? { which: 'every_test' } : { which: 'test', testId }
}

const toBytes = (bytes: {
  readonly skillHash: string
  readonly skill: { readonly functionName: string }
}) => ({
  skillHash: bytes.skillHash,
  functionName: bytes.skill.functionName,
})

const toSide = ({ output, error, warnings }: ReplayedSide): z.input<typeof Side> => ({
  output: output === null ? null : { ...output },
  error,
  warnings: [...warnings],
})

const toView = ({ from, to, differences, ...rest }: Replay) => ({
  ...rest,
  from: toSide(from),
  to: toSide(to),
  differences: [...differences],
})

export const replayUseCases = {
  replay: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag: 'Skill tests',
    summary: 'Put the same answers of the provider through two versions of a skill and compare the outputs',
    description:
      'Replays every test, one test, or an answer that comes with the request. Nothing is sent or stored.',
    takes: { subject: SkillParams, content: Question.prefault({}) },
    example: { from: 'live', to: 'draft' },
    output: ReplayView,
    errors: ['not_found', 'no_published_version'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const { from: before, to: after } = content
      const question = { place: subject, from: before, to: after, answers: answersOf(content) }
      const { from, to, replays } = await replayAnswers(services, principal, question)
      const sides = { from: toBytes(from), to: toBytes(to) }
      const isSame = replays.every((each) => each.isSame)
      return { data: { ...sides, isSame, replays: replays.map(toView) } }
    },
  }),
}
