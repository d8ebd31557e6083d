import { type ActionLinkRow, listSharedActions, type SharedActionRow, type Transaction } from '@bindery/store'
import { z } from 'zod'
import { createAction, editAction, linksOf, removeAction, requireAuthored } from '../actions/author-action.ts'
import { definitionOf, SharedAction, SharedActionEdit } from '../actions/shared-action.ts'
import { testAction } from '../actions/test-action.ts'
import { publishedHashOf } from '../agents/versions.ts'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { pageOf } from './page.ts'
import { EnvironmentName, JsonData, JsonObjectData, KindParams, PageQuery, timestamp } from './shapes.ts'

const tag = 'Custom actions'
const path = '/integrations/{kind}/shared-actions'
const ActionParams = KindParams.extend({ actionId: z.string().min(1).max(64) })

const LinkUse = z.object({
  linkId: z.string(),
  agentId: z.string(),
  skillId: z.string(),
  functionName: z.string(),
  drift: z
    .enum(['none', 'unpublished'])
    .describe('`unpublished`: the live version holds other bytes until the agent is published again'),
})

const SharedActionView = z
  .object({
    id: z.string(),
    slug: z.string(),
    operation: z.string(),
    ...SharedAction.shape,
    revision: z.int(),
    links: z.array(LinkUse),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'SharedActionView' })

const Affected = z.object({
  linkId: z.string(),
  skillId: z.string(),
  agentId: z.string(),
  functionName: z.string(),
  changes: z.array(z.string()),
  failingTests: z.array(z.string()),
})

async function describeUse(transaction: Transaction, link: ActionLinkRow): Promise<z.input<typeof LinkUse>> {
  const agent = await requireAgent(transaction, link.agent_id)
  const live = await publishedHashOf(transaction, agent, link.skill_id)
  return {
    linkId: link.id,
    agentId: link.agent_id,
    skillId: link.skill_id,
    functionName: link.function_name,
    drift: live === undefined || live === link.skill_hash ? 'none' : 'unpublished',
  }
}

async function describeAction(
  transaction: Transaction,
  kind: string,
  row: SharedActionRow,
): Promise<z.input<typeof SharedActionView>> {
  const integration = await requireAuthored(transaction, kind)
  const links = []
  for (const link of await linksOf(transaction, integration, row.id)) {
    links.push(await describeUse(transaction, link))
  }
  return {
    ...definitionOf(row),
    id: row.id,
    slug: row.slug,
    operation: row.slug,
    revision: row.revision,
    links,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** Actions that operators describe by hand, shared by every agent of the organisation. */
export function sharedActionRoutes(services: Services): readonly Route[] {
  return [
    listRoute(services),
    createRoute(services),
    editRoute(services),
    removeRoute(services),
    testRoute(services),
  ]
}

function listRoute(services: Services): Route {
  return route({
    method: 'GET',
    path,
    scope: 'integrations:read',
    tag,
    summary: 'List the shared actions of an integration, with the agents that use them',
    input: { params: KindParams, query: PageQuery },
    data: z.array(SharedActionView),
    shape: 'list',
    errors: ['not_found'],
    handle: async ({ params, query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const integration = await requireAuthored(transaction, params.kind)
        const { rows, meta } = pageOf(await listSharedActions(transaction, integration.id), query)
        const data = []
        for (const row of rows) data.push(await describeAction(transaction, params.kind, row))
        return { data, meta }
      }),
  })
}

function createRoute(services: Services): Route {
  return route({
    method: 'POST',
    path,
    scope: 'integrations:write',
    tag,
    summary: 'Describe an action',
    description: 'Every problem of its templates is reported at once, with what may have been meant.',
    input: { params: KindParams, body: SharedAction },
    data: SharedActionView,
    status: 201,
    errors: ['not_found', 'template_invalid', 'duplicate_name'],
    handle: async ({ params, body }, { principal }) => {
      const row = await createAction(services, principal, { kind: params.kind, definition: body })
      return services.store.run(principal.organizationId, async (transaction) => ({
        data: await describeAction(transaction, params.kind, row),
      }))
    },
  })
}

function editRoute(services: Services): Route {
  return route({
    method: 'PATCH',
    path: `${path}/{actionId}`,
    scope: 'integrations:write',
    tag,
    summary: 'Edit an action',
    description:
      'The drafts of linked skills follow at once and are named in "affectedSkills". Published agents stay as they are until they are published again.',
    input: { params: ActionParams, body: SharedActionEdit },
    data: SharedActionView.extend({ affectedSkills: z.array(Affected) }),
    errors: ['not_found', 'template_invalid', 'binding_invalid'],
    handle: async ({ params, body }, { principal, raw }) => {
      const edited = await editAction(services, principal, { ...params, edit: body, raw: raw.body })
      return services.store.run(principal.organizationId, async (transaction) => ({
        data: {
          ...(await describeAction(transaction, params.kind, edited.row)),
          affectedSkills: edited.affectedSkills.map((skill) => ({
            ...skill,
            changes: [...skill.changes],
            failingTests: [...skill.failingTests],
          })),
        },
      }))
    },
  })
}

function removeRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: `${path}/{actionId}`,
    scope: 'integrations:write',
    tag,
    summary: 'Remove an action that no agent uses',
    input: { params: ActionParams },
    data: z.object({ removed: z.literal(true) }),
    errors: ['not_found', 'integration_in_use'],
    handle: async ({ params }, { principal }) => {
      await removeAction(services, principal, params)
      return { data: { removed: true as const } }
    },
  })
}

function testRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: `${path}/{actionId}/test`,
    scope: 'integrations:write',
    tag,
    summary: 'Call an action once and show what was sent, answered and mapped',
    description: 'Sends the request, a write too. Audited. What the provider refuses is part of the answer.',
    input: {
      params: ActionParams,
      body: z
        .strictObject({
          params: JsonObjectData.default({}),
          environment: EnvironmentName.default('development'),
        })
        .prefault({}),
    },
    data: z.object({
      request: JsonData,
      response: JsonData,
      mapped: JsonObjectData.nullable(),
      ms: z.int(),
    }),
    errors: [
      'not_found',
      'environment_not_configured',
      'validation_error',
      'binding_invalid',
      'egress_blocked',
    ],
    handle: async ({ params, body }, { principal }) => ({
      data: await testAction(services, principal, { ...params, ...body }),
    }),
  })
}
