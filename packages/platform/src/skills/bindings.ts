import { Binding, type BindingInputDocument, type Issue, type Skill } from '@bindery/model'
import { explain, publishedOutputSchema } from '@bindery/compiler'
import { z } from 'zod'
import { AgentParams, JsonObjectData } from '../kernel/shapes.ts'
import { requireSkill } from '../kernel/require-skill.ts'
import { toProblemEntry } from '../kernel/problem.ts'
import { createSkill, reauthorSkill, validateBinding } from './author-skill.ts'
import { SkillView, toBindingView, toSkillView } from './skill-view.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Bindings'
const Place = AgentParams.extend({ kind: z.string().min(1).max(64) })
const SkillPlace = Place.extend({ skillId: z.string().max(64) })

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

const Validation = z
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
  })
  .meta({ id: 'BindingValidation' })

const AuthoredView = z.object({ ...SkillView.shape, binding: Binding }).meta({ id: 'AuthoredSkill' })

/** Issues as the API shows them. */
export const toIssueViews = (issues: readonly Issue[]): z.input<typeof IssueView>[] =>
  issues.map((issue) => IssueView.parse(toProblemEntry(issue)))

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

const exampleBinding: BindingInputDocument = {
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
    environment: 'none',
    tag,
    summary: 'Check a binding against the catalog; stores nothing',
    takes: { subject: Place, content: Binding },
    example: exampleBinding,
    output: Validation,
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const result = await validateBinding(services, principal, { ...subject, binding: content })
      if (!result.ok) {
        const errors = result.failure.filter((issue) => issue.severity === 'error')
        const others = result.failure.filter((issue) => issue.severity !== 'error')
        return { data: { valid: false, errors: toIssueViews(errors), warnings: toIssueViews(others) } }
      }
      const { skill, warnings } = result.value
      return {
        data: {
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
        },
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
      'Reads may be born enabled; writes always land disabled, and the answer says so in warnings.',
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
      return { data: toSkillView(row, principal.organizationId), warnings: toIssueViews(warnings) }
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
        const row = await requireSkill(transaction, subject.agentId, subject.skillId)
        return { data: { ...toSkillView(row, principal.organizationId), binding: toBindingView(row) } }
      }),
  }),

  replace: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.reauthored'] },
    environment: 'none',
    tag,
    summary: 'Replace the binding of a skill; a write is disabled again',
    takes: { subject: SkillPlace, content: Binding },
    example: exampleBinding,
    output: SkillView,
    errors: ['not_found', 'binding_invalid', 'duplicate_name', 'integration_not_connected'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const { row, warnings } = await reauthorSkill(services, principal, { ...subject, binding: content })
      return { data: toSkillView(row, principal.organizationId), warnings: toIssueViews(warnings) }
    },
  }),
}
