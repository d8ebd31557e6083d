import {
  Binding,
  type BindingInputDocument,
  isStepsBinding,
  type Issue,
  type OperationSkill,
  operationsOf,
  PlatformError,
  type Result,
  type Skill,
} from '@bindery/model'
import { explain, publishedOutputSchema } from '@bindery/compiler'
import { z } from 'zod'
import { AgentParams, EnvironmentName, JsonObjectData, queryBoolean } from '../kernel/shapes.ts'
import { requireAgent, requireSkillOver } from '../kernel/require-skill.ts'
import { toProblemEntry } from '../kernel/problem.ts'
import { createSkill, reauthorSkill, validateBinding } from './author-skill.ts'
import { explainBinding, QueryPlanView } from './explain-binding.ts'
import { findPublishedBinding, type PublishedAnyBinding, PublishedBinding } from './published-binding.ts'
import { SkillView, toBindingView, toSkillView } from './skill-view.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Bindings'
const Place = AgentParams.extend({ kind: z.string().min(1).max(64) })
const SkillPlace = Place.extend({ skillId: z.string().max(64) })

const PlanQuery = z.strictObject({
  plan: queryBoolean.default(false),
  environment: EnvironmentName.default('production').describe('Whose database is asked, with `plan`'),
})

export const IssueView = z
  .object({
    field: z.string(),
    path: z.string(),
    code: z.string(),
    severity: z.enum(['error', 'warning', 'info']),
    message: z.string(),
    suggestions: z.array(z.string()).optional(),
    fixes: z.array(z.object({ title: z.string(), patch: z.array(JsonObjectData) })).optional(),
  })
  .meta({ id: 'Issue' })

export const Validation = z
  .object({
    valid: z.boolean(),
    errors: z.array(IssueView),
    warnings: z.array(IssueView),
    compiled: z
      .object({
        functionName: z.string(),
        effect: z.string(),
        parametersSchema: JsonObjectData,
        outputSchema: JsonObjectData,
        policy: JsonObjectData,
        explanation: z.object({
          summary: z.string(),
          parameters: z.array(z.string()),
          arguments: z.array(z.string()),
          outputs: z.array(z.string()),
          policy: z.array(z.string()),
        }),
      })
      .optional(),
    plan: QueryPlanView.optional(),
  })
  .meta({ id: 'BindingValidation' })

const AuthoredView = z
  .object({
    ...SkillView.shape,
    binding: Binding,
    published: PublishedBinding.nullable().describe('What live calls were compiled from; null for none'),
  })
  .meta({ id: 'AuthoredSkill' })

/** Issues as the API shows them. */
export const toIssueViews = (issues: readonly Issue[]): z.input<typeof IssueView>[] =>
  issues.map((issue) => IssueView.parse(toProblemEntry(issue)))

/** What checking a binding says of it, whatever its form. */
export function toValidation(
  result: Result<{ readonly skill: Skill; readonly warnings: readonly Issue[] }, readonly Issue[]>,
): z.input<typeof Validation> {
  if (!result.ok) {
    const errors = result.failure.filter((issue) => issue.severity === 'error')
    const others = result.failure.filter((issue) => issue.severity !== 'error')
    return { valid: false, errors: toIssueViews(errors), warnings: toIssueViews(others) }
  }
  const { skill, warnings } = result.value
  return {
    valid: true,
    errors: [],
    warnings: toIssueViews(warnings),
    compiled: {
      functionName: skill.functionName,
      effect: skill.effect,
      parametersSchema: skill.parametersSchema,
      outputSchema: publishedOutputSchema(skill),
      policy: { ...skill.policy },
      explanation: toExplanation(skill),
    },
  }
}

function toExplanation(skill: Skill) {
  const { summary, parameters, arguments: targets, outputs, policy } = explain(skill)
  return {
    summary,
    parameters: [...parameters],
    arguments: [...targets],
    outputs: [...outputs],
    policy: [...policy],
  }
}

const ofSteps = (functionName: string): PlatformError =>
  new PlatformError(
    'not_found',
    `"${functionName}" calls several operations: its binding is of the agent, and of no integration.`,
    { reason: 'steps' },
  )

/** A skill may have been published with several steps before. */
const ofOneOperation = (published: z.output<typeof PublishedAnyBinding> | null) =>
  published === null || isStepsBinding(published.binding)
    ? null
    : { version: published.version, binding: published.binding }

function theOperation(skill: Skill): OperationSkill {
  const [only] = operationsOf(skill)
  if (only === undefined) throw new Error('A skill calls something.')
  return only
}

/** A binding of the demo, in examples. */
export const exampleBinding: BindingInputDocument = {
  operation: 'searchPatients',
  toolName: 'Find patient',
  description: 'Find a patient by telephone number.',
  inputs: [{ param: 'caller_phone', argument: 'phone', required: true }],
  projection: [
    { path: 'patients', leaf: 'patients', max: 5, fields: [{ path: 'fullName', leaf: 'customer_name' }] },
  ],
}

export const bindingUseCases = {
  validate: useCase({
    scope: 'skills:read',
    environment: { slot: ({ options }) => (options.plan ? [options.environment] : []) },
    tag,
    summary: 'Check a binding against the catalog; stores nothing',
    description:
      '"?plan=true" asks the connected database how it would carry out a search: rows, cost and which tables it reads as a whole. Nothing is run.',
    takes: { subject: Place, content: Binding, options: PlanQuery },
    example: exampleBinding,
    output: Validation,
    errors: ['not_found', 'schema_not_discovered', 'bad_request', 'environment_not_configured'],
    run: async (
      { subject, content, options },
      context: Context<Needs<'config' | 'egress' | 'runCaches' | 'store'>>,
    ) => {
      const { principal, services } = context
      const result = await validateBinding(services, principal, { ...subject, binding: content })
      const plan =
        result.ok && options.plan
          ? await explainBinding(services, principal, {
              skill: theOperation(result.value.skill),
              environment: options.environment,
            })
          : undefined
      const data = toValidation(result)
      return {
        data: { ...data, ...(plan === undefined ? {} : { plan: { ...plan, reads: [...plan.reads] } }) },
      }
    },
  }),

  create: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.created'] },
    environment: 'none',
    tag,
    summary: 'Compile a binding into a skill',
    description:
      'Reads may be born enabled, unless somebody must have understood something of them first; writes always land disabled. The answer says so in warnings.',
    takes: { subject: Place, content: Binding },
    example: exampleBinding,
    output: SkillView,
    outcome: 'created',
    errors: [
      'not_found',
      'schema_not_discovered',
      'integration_not_connected',
      'binding_invalid',
      'duplicate_name',
    ],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const { row, warnings } = await createSkill(services, principal, { ...subject, binding: content })
      const data = toSkillView(row, principal.organizationId)
      return { data, warnings: toIssueViews(warnings), revision: row.revision }
    },
  }),

  show: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'The authored binding of a skill',
    takes: { subject: SkillPlace },
    output: AuthoredView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const row = await requireSkillOver(transaction, subject, subject.skillId)
        const binding = toBindingView(row)
        if (isStepsBinding(binding)) throw ofSteps(row.functionName)
        const agent = await requireAgent(transaction, subject.agentId)
        const data = {
          ...toSkillView(row, principal.organizationId),
          binding,
          published: ofOneOperation(await findPublishedBinding(transaction, agent, row.id)),
        }
        return { data, revision: row.revision }
      }),
  }),

  replace: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.reauthored'] },
    environment: 'none',
    tag,
    summary: 'Replace the binding of a skill; a write is disabled again',
    description:
      'Send the ETag that the binding came with as If-Match, so that what somebody else has changed meanwhile is not overwritten: `conflict` then.',
    takes: { subject: SkillPlace, content: Binding },
    example: exampleBinding,
    output: SkillView,
    errors: ['not_found', 'binding_invalid', 'duplicate_name', 'integration_not_connected', 'conflict'],
    run: async ({ subject, content }, { principal, seenRevision, services }: Context<Needs<'store'>>) => {
      const place = { ...subject, binding: content, ifMatch: seenRevision(), by: 'author' as const }
      const { row, warnings } = await reauthorSkill(services, principal, place)
      const data = toSkillView(row, principal.organizationId)
      return { data, warnings: toIssueViews(warnings), revision: row.revision }
    },
  }),
}
