import { exampleId } from '../kernel/shapes.ts'
import { z } from 'zod'
import { ActionLink, linkOf } from '../integrations/action-link.ts'
import { createLink, editLink, type LinkedSkill, removeLink } from './author-link.ts'
import { AgentParams, Deleted, deleted, timestamp } from '../kernel/shapes.ts'
import type { Principal } from '../kernel/principal.ts'
import { toProblemEntry } from '../kernel/problem.ts'
import { SkillView, toSkillView } from '../skills/skill-view.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Custom actions'
const LinkParams = AgentParams.extend({ linkId: z.string().min(1).max(64) })

const LinkView = z
  .object({
    id: z.string(),
    agentId: z.string(),
    actionId: z.string(),
    skillId: z.string(),
    ...ActionLink.shape,
    skill: SkillView,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'ActionLink' })

function toView({ link, skill }: LinkedSkill, principal: Principal): z.input<typeof LinkView> {
  return {
    ...linkOf(link),
    id: link.id,
    agentId: link.agentId,
    actionId: link.actionId,
    skillId: link.skillId,
    skill: toSkillView(skill, principal.organizationId),
    createdAt: link.createdAt,
    updatedAt: link.updatedAt,
  }
}

export const actionLinkUseCases = {
  create: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.created'] },
    environment: 'every',
    tag,
    summary: 'Give an agent a shared action as a skill',
    takes: {
      subject: AgentParams,
      content: ActionLink.extend({
        kind: z.string().min(1).max(64),
        actionId: z.string().min(1).max(64),
        enabled: z.boolean().default(false),
      }),
    },
    example: { kind: 'weather', actionId: exampleId, toolName: 'get_weather' },
    output: LinkView,
    outcome: 'created',
    errors: [
      'not_found',
      'template_invalid',
      'binding_invalid',
      'duplicate_name',
      'integration_not_connected',
    ],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const { kind, actionId, enabled, ...link } = content
      const linked = await createLink(services, principal, { ...subject, kind, actionId, enabled, link })
      return { data: toView(linked, principal), warnings: linked.warnings.map(toProblemEntry) }
    },
  }),

  edit: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.reauthored'] },
    environment: 'every',
    tag,
    summary: 'Change how an agent uses an action; a write is disabled again',
    takes: { subject: LinkParams, content: ActionLink.partial() },
    example: { phases: ['closing'] },
    output: LinkView,
    errors: ['not_found', 'template_invalid', 'binding_invalid', 'duplicate_name'],
    run: async ({ subject, content }, { principal, given, services }: Context<Needs<'store'>>) => {
      const linked = await editLink(services, principal, { ...subject, edit: content, raw: given })
      return { data: toView(linked, principal), warnings: linked.warnings.map(toProblemEntry) }
    },
  }),

  remove: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.deleted'] },
    environment: 'every',
    tag,
    summary: 'Take an action from an agent, with its skill',
    takes: { subject: LinkParams },
    output: Deleted,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'egress' | 'runCaches' | 'store'>>) => {
      await removeLink(services, principal, subject)
      return { data: deleted }
    },
  }),
}
