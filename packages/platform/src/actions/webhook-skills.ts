import { ActionLink } from '../integrations/action-link.ts'
import { createWebhook } from './webhook-skill.ts'
import { AgentParams, EnvironmentName } from '../kernel/shapes.ts'
import { toProblemEntry } from '../kernel/problem.ts'
import { SkillView, toSkillView } from '../skills/skill-view.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { z } from 'zod'
import { SharedAction } from '../integrations/shared-action.ts'

const tag = 'Skills'

const Endpoint = z.strictObject({
  baseUrl: z.string().min(1).max(2_000).describe('https is meant when no scheme is written'),
  authConnectorId: z.string().max(100).optional().describe('None for an endpoint that is open'),
})

const NewWebhook = SharedAction.extend({
  parametersSchema: ActionLink.shape.parametersSchema,
  allowSensitive: ActionLink.shape.allowSensitive,
  environments: z
    .partialRecord(EnvironmentName, Endpoint)
    .refine((slots) => Object.values(slots).some((slot) => slot !== undefined), {
      message: 'Give at least one of development, staging and production',
    }),
}).meta({ id: 'NewWebhookSkill' })

export const webhookSkillUseCases = {
  create: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.created'] },
    environment: 'every',
    tag,
    summary: 'Make a skill of one HTTP endpoint of your own, disabled',
    description:
      'An action with an integration of its own, all or nothing. The endpoint is not called. Edit it with PATCH of its shared action, its action link and its integration; deleting the skill takes them along.',
    takes: { subject: AgentParams, content: NewWebhook },
    example: {
      name: 'Page the doctor',
      description: 'Pages the doctor on call.',
      method: 'POST',
      path: '/page',
      environments: { production: { baseUrl: 'https://hooks.example.com' } },
    },
    output: SkillView,
    outcome: 'created',
    errors: [
      'not_found',
      'template_invalid',
      'binding_invalid',
      'duplicate_name',
      'integration_limit_reached',
      'egress_blocked',
      'credential_origin_refused',
      'environment_not_configured',
      'integration_not_connected',
    ],
    run: async (
      { subject, content },
      { principal, services }: Context<Needs<'config' | 'egress' | 'packs' | 'store'>>,
    ) => {
      const { parametersSchema, allowSensitive, environments, ...definition } = content
      const link = ActionLink.parse({ parametersSchema, allowSensitive })
      const webhook = { agentId: subject.agentId, definition, link, environments }
      const { row, warnings } = await createWebhook(services, principal, webhook)
      return { data: toSkillView(row, principal.organizationId), warnings: warnings.map(toProblemEntry) }
    },
  }),
}
