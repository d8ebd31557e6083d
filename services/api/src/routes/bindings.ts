import { Binding, type Issue, type Skill } from '@bindery/model'
import { explain } from '@bindery/compiler'
import { z } from 'zod'
import { toProblemEntry } from '../http/problem.ts'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { createSkill, reauthorSkill, requireSkill, validateBinding } from '../skills/author-skill.ts'
import { SkillView, toBindingView, toSkillView } from '../skills/skill-view.ts'
import { AgentParams, JsonObjectData } from './shapes.ts'

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

export function bindingRoutes(services: Services): readonly Route[] {
  return [validateRoute(services), createRoute(services), showRoute(services), replaceRoute(services)]
}

function validateRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/integrations/{kind}/bindings/validate',
    scope: 'skills:read',
    tag,
    summary: 'Check a binding against the catalog; stores nothing',
    input: { params: Place, body: Binding },
    data: Validation,
    errors: ['not_found', 'schema_not_discovered'],
    handle: async ({ params, body }, { principal }) => {
      const result = await validateBinding(services, principal, { ...params, binding: body })
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
            outputSchema: skill.outputSchema,
            policy: { ...skill.policy },
            explanation: toExplanation(skill),
          },
        },
      }
    },
  })
}

function createRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/integrations/{kind}/bindings',
    scope: 'skills:write',
    tag,
    summary: 'Compile a binding into a skill',
    description:
      'Reads may be born enabled; writes always land disabled, and the answer says so in warnings.',
    input: { params: Place, body: Binding },
    data: SkillView,
    status: 201,
    errors: [
      'not_found',
      'schema_not_discovered',
      'integration_not_connected',
      'binding_invalid',
      'duplicate_name',
    ],
    handle: async ({ params, body }, { principal }) => {
      const { row, warnings } = await createSkill(services, principal, { ...params, binding: body })
      return { data: toSkillView(row, principal.organizationId), warnings: toIssueViews(warnings) }
    },
  })
}

function showRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents/{agentId}/integrations/{kind}/bindings/{skillId}',
    scope: 'skills:read',
    tag,
    summary: 'The authored binding of a skill',
    input: { params: SkillPlace },
    data: AuthoredView,
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const row = await requireSkill(transaction, params.agentId, params.skillId)
        return { data: { ...toSkillView(row, principal.organizationId), binding: toBindingView(row) } }
      }),
  })
}

function replaceRoute(services: Services): Route {
  return route({
    method: 'PUT',
    path: '/agents/{agentId}/integrations/{kind}/bindings/{skillId}',
    scope: 'skills:write',
    tag,
    summary: 'Replace the binding of a skill; a write is disabled again',
    input: { params: SkillPlace, body: Binding },
    data: SkillView,
    errors: ['not_found', 'binding_invalid', 'duplicate_name', 'integration_not_connected'],
    handle: async ({ params, body }, { principal }) => {
      const { row, warnings } = await reauthorSkill(services, principal, { ...params, binding: body })
      return { data: toSkillView(row, principal.organizationId), warnings: toIssueViews(warnings) }
    },
  })
}
