import { JsonValue, type PlatformError } from '@bindery/model'
import { z } from 'zod'
import { toProblemEntry } from '../kernel/problem.ts'
import { AgentParams, EnvironmentName, JsonObjectData } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { exampleBinding, IssueView, toIssueViews } from '../skills/bindings.ts'
import { PastedAnswer } from '../skills/tests/skill-test.ts'
import { Difference } from '../skills/tests/test-view.ts'
import { tokensOf } from '../skills/tokens-of.ts'
import type { TrialMode } from './prepare-trial.ts'
import { tryBinding, type TriedBinding, type TriedStep } from './try-binding.ts'

const Content = z
  .strictObject({
    binding: JsonValue.describe('As it is written: mistakes of any kind are in `errors`'),
    params: JsonObjectData.default({}),
    environment: EnvironmentName.default('development'),
    from: z
      .enum(['preview', 'call', 'replay', 'response'])
      .default('preview')
      .describe(
        '`preview`: the request, and nothing is sent; `call`: the provider is asked, for reads outside of production; `replay`: the answer of a test; `response`: the one that is given',
      ),
    response: PastedAnswer.optional(),
    testId: z.string().min(1).max(64).optional(),
  })
  .refine(({ from, response }) => (from === 'response') === (response !== undefined), {
    path: ['response'],
    message: 'Expected an answer where `from` is "response", and none otherwise',
  })
  .refine(({ from, testId }) => (from === 'replay') === (testId !== undefined), {
    path: ['testId'],
    message: 'Expected the id of a test where `from` is "replay", and none otherwise',
  })
  .meta({ id: 'TryBinding' })

const TrialError = z
  .object({
    code: z.string(),
    message: z.string(),
    upstreamStatus: z.int().optional(),
    provider: JsonValue.optional().describe('The words of the provider'),
    errors: z.array(IssueView).describe('Of the parameters; none for anything else'),
  })
  .describe('Why a binding that fits gave no output')

const TrialView = z
  .object({
    valid: z.boolean().describe('Whether the binding fits the catalog'),
    errors: z.array(IssueView),
    warnings: z.array(IssueView),
    request: JsonValue.optional().describe('Without secrets'),
    response: z
      .object({
        status: z.int(),
        bytes: z.int(),
        body: JsonValue.describe('Values above class none, and what nothing describes, as [masked]'),
        truncated: z.boolean().describe('`body` is the first 256 kB of the JSON text'),
      })
      .optional(),
    steps: z
      .array(
        z.object({
          step: z.string(),
          integration: z.string(),
          operation: z.string(),
          status: z.string(),
          startedMs: z.number(),
          durationMs: z.number(),
          runs: z.int(),
          responses: z.array(
            z.object({ status: z.int(), bytes: z.int(), body: JsonValue, truncated: z.boolean() }),
          ),
        }),
      )
      .optional()
      .describe('Of several steps, in place of `response`: what came of each that ran'),
    output: JsonObjectData.optional(),
    outputTokens: z.int().optional(),
    notes: z.array(z.string()).optional().describe('What a run would warn of'),
    ms: z.int(),
    diff: z.array(Difference).optional().describe('Of a replay: against what the test expects'),
    error: TrialError.optional(),
  })
  .meta({ id: 'BindingTrial' })

function modeOf({ from, response, testId }: z.output<typeof Content>): TrialMode {
  if (from === 'response' && response !== undefined) return { from, response }
  if (from === 'replay' && testId !== undefined) return { from, testId }
  return from === 'call' ? { from } : { from: 'preview' }
}

function toView({
  valid,
  issues,
  output,
  notes,
  diff,
  error,
  steps,
  ...rest
}: TriedBinding): z.input<typeof TrialView> {
  return {
    ...rest,
    valid,
    errors: toIssueViews(issues.filter(({ severity }) => severity === 'error')),
    warnings: toIssueViews(issues.filter(({ severity }) => severity !== 'error')),
    ...(output === undefined ? {} : { output, outputTokens: tokensOf([output]) }),
    ...(steps === undefined ? {} : { steps: steps.map(toStepView) }),
    ...(notes === undefined ? {} : { notes: [...notes] }),
    ...(diff === undefined ? {} : { diff: [...diff] }),
    ...(error === undefined ? {} : { error: toErrorView(error) }),
  }
}

const toStepView = ({ record, responses }: TriedStep) => ({
  step: record.id,
  integration: record.integration,
  operation: record.operation,
  status: record.status,
  startedMs: record.startedMs,
  durationMs: record.durationMs,
  runs: record.runs,
  responses: responses.map((response) => ({ ...response })),
})

function toErrorView({ code, message, details }: PlatformError): z.input<typeof TrialError> {
  const { upstreamStatus, provider, issues = [] } = details
  return {
    code,
    message,
    ...(upstreamStatus === undefined ? {} : { upstreamStatus }),
    ...(provider === undefined ? {} : { provider: { ...provider } }),
    errors: issues.map((issue) => IssueView.parse(toProblemEntry(issue))),
  }
}

export const tryingUseCases = {
  try: useCase({
    scope: 'skills:write',
    audit: { leaves: ['binding.tried'], unless: 'nothing is sent' },
    environment: { slot: ({ content }) => [content.environment] },
    tag: 'Bindings',
    summary: 'Try a binding that need not be saved',
    description:
      'Needs the scope `skills:execute` as well. Stores nothing, and counts in no limit of the agent. A call goes through the gates of a run, but asks nobody, and leaves an entry in the audit log.',
    takes: { subject: AgentParams.extend({ kind: z.string().min(1).max(64) }), content: Content },
    example: { binding: exampleBinding, params: { caller_phone: '+31612345678' }, from: 'preview' },
    output: TrialView,
    errors: ['not_found', 'schema_not_discovered', 'bad_request'],
    run: async (
      { subject, content },
      { principal, services }: Context<Needs<'config' | 'egress' | 'runCaches' | 'store'>>,
    ) => {
      const { binding, params, environment } = content
      const question = { ...subject, binding, params, environment, mode: modeOf(content) }
      return { data: toView(await tryBinding(services, principal, question)) }
    },
  }),

  /** The same where the binding names the providers that it calls. */
  tryAny: useCase({
    scope: 'skills:write',
    audit: { leaves: ['binding.tried'], unless: 'nothing is sent' },
    environment: { slot: ({ content }) => [content.environment] },
    tag: 'Bindings',
    summary: 'Try a binding of one operation or of several steps that need not be saved',
    description:
      'Needs the scope `skills:execute` as well. Of several steps a preview shows the first request exactly and the later ones with typed places; a call runs all of them.',
    takes: { subject: AgentParams, content: Content },
    example: { binding: { integration: 'clinic', ...exampleBinding }, params: {}, from: 'preview' },
    output: TrialView,
    errors: ['not_found', 'schema_not_discovered', 'bad_request'],
    run: async (
      { subject, content },
      { principal, services }: Context<Needs<'config' | 'egress' | 'runCaches' | 'store'>>,
    ) => {
      const { binding, params, environment } = content
      const mode = modeOf(content)
      const question = { ...subject, kind: undefined, binding, params, environment, mode }
      return { data: toView(await tryBinding(services, principal, question)) }
    },
  }),
}
