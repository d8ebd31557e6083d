import { canonicalParameters } from '@bindery/model'
import { deleteSkill, listSkills } from '@bindery/store'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { requireAgent, requireSkill } from '../skills/author-skill.ts'
import { SkillView, toSkillView } from '../skills/skill-view.ts'
import { switchSkills } from '../skills/switch-skill.ts'
import { pageOf } from './page.ts'
import { AgentParams, PageQuery, SkillParams } from './shapes.ts'

const tag = 'Skills'
const acknowledge = z.array(z.enum(['write'])).default([])

const Switch = z.strictObject({
  actionIds: z.array(z.string().max(64)).min(1).max(100),
  acknowledge,
})

export function skillRoutes(services: Services): readonly Route[] {
  return [...listRoutes(services), ...switchRoutes(services), ...vocabularyRoutes()]
}

function listRoutes(services: Services): readonly Route[] {
  return [listSkillsRoute(services), showSkillRoute(services), deleteSkillRoute(services)]
}

function listSkillsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents/{agentId}/skills',
    scope: 'skills:read',
    tag,
    summary: 'List the skills of an agent',
    input: { params: AgentParams, query: PageQuery.extend({ search: z.string().max(200).optional() }) },
    data: z.array(SkillView),
    shape: 'list',
    errors: ['not_found'],
    handle: async ({ params, query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, params.agentId)
        const wanted = query.search?.toLowerCase() ?? ''
        const found = (await listSkills(transaction, agent.id)).filter((row) =>
          row.function_name.includes(wanted),
        )
        const { rows, meta } = pageOf(found, query)
        return { data: rows.map((row) => toSkillView(row, principal.organizationId)), meta }
      }),
  })
}

function showSkillRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents/{agentId}/skills/{skillId}',
    scope: 'skills:read',
    tag,
    summary: 'Show one skill',
    input: { params: SkillParams },
    data: SkillView,
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const row = await requireSkill(transaction, params.agentId, params.skillId)
        return { data: toSkillView(row, principal.organizationId) }
      }),
  })
}

function deleteSkillRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: '/agents/{agentId}/skills/{skillId}',
    scope: 'skills:write',
    tag,
    summary: 'Delete a skill; published versions that hold it stop offering it',
    input: { params: SkillParams },
    data: z.object({ deleted: z.literal(true) }),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const row = await requireSkill(transaction, params.agentId, params.skillId)
        await deleteSkill(transaction, row.id)
        await services.store.audit.append(transaction, principal.organizationId, {
          actor: principal.actor,
          action: 'skill.deleted',
          subject: row.id,
          detail: { functionName: row.function_name, compiledHash: row.skill_hash },
        })
        return { data: { deleted: true as const } }
      }),
  })
}

function switchRoutes(services: Services): readonly Route[] {
  const bulk = (state: 'enabled' | 'disabled', verb: 'enable' | 'disable') =>
    route({
      method: 'POST',
      path: `/agents/{agentId}/actions/${verb}`,
      scope: 'skills:write',
      tag,
      summary: `${verb === 'enable' ? 'Enable' : 'Disable'} several skills, all or none`,
      input: { params: AgentParams, body: Switch },
      data: z.object({ updatedCount: z.int() }),
      errors: ['not_found', 'acknowledgement_required', 'skill_stale'],
      handle: async ({ params, body }, { principal }) => {
        const change = {
          agentId: params.agentId,
          skillIds: body.actionIds,
          state,
          acknowledge: body.acknowledge,
        }
        const { rows, warnings } = await switchSkills(services, principal, change)
        return { data: { updatedCount: rows.length }, warnings }
      },
    })
  return [
    route({
      method: 'PATCH',
      path: '/agents/{agentId}/skills/{skillId}',
      scope: 'skills:write',
      tag,
      summary: 'Enable or disable a skill',
      description: 'Enabling a write needs "acknowledge": ["write"] and is audited.',
      input: { params: SkillParams, body: z.strictObject({ isEnabled: z.boolean(), acknowledge }) },
      data: SkillView,
      errors: ['not_found', 'acknowledgement_required', 'skill_stale'],
      handle: async ({ params, body }, { principal }) => {
        const { rows, warnings } = await switchSkills(services, principal, {
          agentId: params.agentId,
          skillIds: [params.skillId],
          state: body.isEnabled ? 'enabled' : 'disabled',
          acknowledge: body.acknowledge,
        })
        const [row] = rows
        if (row === undefined) throw new Error('A switched skill must come back.')
        return { data: toSkillView(row, principal.organizationId), warnings }
      },
    }),
    bulk('enabled', 'enable'),
    bulk('disabled', 'disable'),
  ]
}

function vocabularyRoutes(): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/canonical-parameters',
      scope: 'skills:read',
      tag: 'Vocabularies',
      summary: 'Names of parameters that agents share across providers',
      input: {},
      data: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          sensitivity: z.string(),
          description: z.string(),
          example: z.string(),
        }),
      ),
      handle: async () => ({
        data: canonicalParameters.map(({ scalar, ...parameter }) => ({ ...parameter, type: scalar })),
      }),
    }),
    route({
      method: 'GET',
      path: '/skill-types',
      scope: 'skills:read',
      tag: 'Vocabularies',
      summary: 'The protocols that skills speak',
      input: {},
      data: z.array(z.object({ name: z.string(), description: z.string() })),
      handle: async () => ({
        data: [
          { name: 'native_rest', description: 'Calls an operation of an OpenAPI service' },
          { name: 'native_graphql', description: 'Sends one frozen document to a GraphQL service' },
          { name: 'native_sql', description: 'Runs one frozen statement on PostgreSQL, MySQL or MariaDB' },
          { name: 'http_webhook', description: 'Calls an HTTP action that an operator described' },
          { name: 'mcp', description: 'Calls a tool of an MCP server' },
        ],
      }),
    }),
  ]
}
