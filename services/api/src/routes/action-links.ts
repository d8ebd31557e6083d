import { z } from 'zod'
import { ActionLink, linkOf } from '../actions/action-link.ts'
import { createLink, editLink, type LinkedSkill, removeLink } from '../actions/author-link.ts'
import type { Principal } from '../auth/principal.ts'
import { type Route, route } from '../http/route.ts'
import { toProblemEntry } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { SkillView, toSkillView } from '../skills/skill-view.ts'
import { AgentParams, timestamp } from './shapes.ts'

const tag = 'Custom actions'
const path = '/agents/{agentId}/action-links'
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
    agentId: link.agent_id,
    actionId: link.action_id,
    skillId: link.skill_id,
    skill: toSkillView(skill, principal.organizationId),
    createdAt: link.created_at,
    updatedAt: link.updated_at,
  }
}

/** Which agents use which shared action, and how. */
export function actionLinkRoutes(services: Services): readonly Route[] {
  return [createRoute(services), editRoute(services), removeRoute(services)]
}

function createRoute(services: Services): Route {
  return route({
    method: 'POST',
    path,
    scope: 'skills:write',
    tag,
    summary: 'Give an agent a shared action as a skill',
    input: {
      params: AgentParams,
      body: ActionLink.extend({
        kind: z.string().min(1).max(64),
        actionId: z.string().min(1).max(64),
        enabled: z.boolean().default(false),
      }),
    },
    data: LinkView,
    status: 201,
    errors: [
      'not_found',
      'template_invalid',
      'binding_invalid',
      'duplicate_name',
      'integration_not_connected',
    ],
    handle: async ({ params, body }, { principal }) => {
      const { kind, actionId, enabled, ...link } = body
      const linked = await createLink(services, principal, { ...params, kind, actionId, enabled, link })
      return { data: toView(linked, principal), warnings: linked.warnings.map(toProblemEntry) }
    },
  })
}

function editRoute(services: Services): Route {
  return route({
    method: 'PATCH',
    path: `${path}/{linkId}`,
    scope: 'skills:write',
    tag,
    summary: 'Change how an agent uses an action; a write is disabled again',
    input: { params: LinkParams, body: ActionLink.partial() },
    data: LinkView,
    errors: ['not_found', 'template_invalid', 'binding_invalid', 'duplicate_name'],
    handle: async ({ params, body }, { principal, raw }) => {
      const linked = await editLink(services, principal, { ...params, edit: body, raw: raw.body })
      return { data: toView(linked, principal), warnings: linked.warnings.map(toProblemEntry) }
    },
  })
}

function removeRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: `${path}/{linkId}`,
    scope: 'skills:write',
    tag,
    summary: 'Take an action from an agent, with its skill',
    input: { params: LinkParams },
    data: z.object({ removed: z.literal(true) }),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) => {
      await removeLink(services, principal, params)
      return { data: { removed: true as const } }
    },
  })
}
