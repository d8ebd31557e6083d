import { PlatformError } from '@bindery/model'
import {
  type AgentRow,
  deleteAgent,
  findAgentByName,
  insertAgent,
  listAgents,
  listVersions,
  updateAgent,
  type VersionRow,
} from '@bindery/store'
import { z } from 'zod'
import {
  checkRevision,
  diffVersions,
  Manifest,
  publishAgent,
  requireVersion,
  rollBackAgent,
} from '../agents/versions.ts'
import { type RawRequest, type Route, route } from '../http/route.ts'
import { newAgentId } from '../ids.ts'
import { checkPlan } from '../plan-limits.ts'
import type { Services } from '../services.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { pageOf } from './page.ts'
import { AgentParams, PageQuery, timestamp } from './shapes.ts'

const tag = 'Agents'

const AgentView = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    status: z.enum(['draft', 'published']),
    publishedVersionId: z.string().nullable(),
    revision: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Agent' })

const VersionView = z
  .object({
    id: z.string(),
    number: z.int(),
    note: z.string().nullable(),
    publishedBy: z.string(),
    hash: z.string(),
    live: z.boolean(),
    skills: Manifest.shape.skills,
    createdAt: timestamp,
  })
  .meta({ id: 'AgentVersion' })

const NewAgent = z.strictObject({
  name: z.string().min(1).max(120),
  description: z.string().max(1_000).optional(),
})
const VersionParams = AgentParams.extend({ versionId: z.string().max(64) })

const toView = (agent: AgentRow): z.input<typeof AgentView> => ({
  id: agent.id,
  name: agent.name,
  description: agent.description,
  status: agent.published_version_id === null ? 'draft' : 'published',
  publishedVersionId: agent.published_version_id,
  revision: agent.revision,
  createdAt: agent.created_at,
  updatedAt: agent.updated_at,
})

const toVersionView = (version: VersionRow, live: string | null): z.input<typeof VersionView> => ({
  id: version.id,
  number: version.number,
  note: version.note,
  publishedBy: version.published_by,
  hash: version.hash,
  live: version.id === live,
  skills: Manifest.parse(version.manifest).skills,
  createdAt: version.created_at,
})

const etagOf = (agent: AgentRow) => ({ etag: `"${agent.revision}"` })

export function agentRoutes(services: Services): readonly Route[] {
  return [...recordRoutes(services), ...versionRoutes(services)]
}

function recordRoutes(services: Services): readonly Route[] {
  return [
    listAgentsRoute(services),
    createAgentRoute(services),
    showAgentRoute(services),
    editAgentRoute(services),
    deleteAgentRoute(services),
  ]
}

function listAgentsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents',
    scope: 'agents:read',
    tag,
    summary: 'List agents',
    input: { query: PageQuery },
    data: z.array(AgentView),
    shape: 'list',
    handle: async ({ query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { rows, meta } = pageOf(await listAgents(transaction), query)
        return { data: rows.map(toView), meta }
      }),
  })
}

function createAgentRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents',
    scope: 'agents:write',
    tag,
    summary: 'Make an agent',
    input: { body: NewAgent },
    data: AgentView,
    status: 201,
    errors: ['duplicate_name', 'agent_limit_reached'],
    handle: async ({ body }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { organizationId, actor } = principal
        const id = newAgentId()
        const agent = { organizationId, id, name: body.name, description: body.description }
        if (!(await insertAgent(transaction, agent))) throw nameTaken(body.name)
        await checkPlan(services, transaction, { organizationId, what: 'agents' })
        await services.store.audit.append(transaction, organizationId, {
          actor,
          action: 'agent.created',
          subject: id,
          detail: { name: body.name },
        })
        const row = await requireAgent(transaction, id)
        return { data: toView(row), headers: etagOf(row) }
      }),
  })
}

function showAgentRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents/{agentId}',
    scope: 'agents:read',
    tag,
    summary: 'Show one agent',
    input: { params: AgentParams },
    data: AgentView,
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const row = await requireAgent(transaction, params.agentId)
        return { data: toView(row), headers: etagOf(row) }
      }),
  })
}

function editAgentRoute(services: Services): Route {
  return route({
    method: 'PATCH',
    path: '/agents/{agentId}',
    scope: 'agents:write',
    tag,
    summary: 'Rename or describe an agent; honours If-Match',
    input: { params: AgentParams, body: NewAgent.partial() },
    data: AgentView,
    errors: ['not_found', 'conflict', 'duplicate_name'],
    handle: async ({ params, body }, { principal, raw }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, params.agentId)
        checkRevision(agent, ifMatchOf(raw))
        const holder = body.name === undefined ? undefined : await findAgentByName(transaction, body.name)
        if (holder !== undefined && holder.id !== agent.id) throw nameTaken(holder.name)
        await updateAgent(transaction, agent.id, body)
        const row = await requireAgent(transaction, params.agentId)
        return { data: toView(row), headers: etagOf(row) }
      }),
  })
}

function deleteAgentRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: '/agents/{agentId}',
    scope: 'agents:write',
    tag,
    summary: 'Delete an agent with its skills and versions',
    input: { params: AgentParams },
    data: z.object({ deleted: z.literal(true) }),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, params.agentId)
        await deleteAgent(transaction, agent.id)
        await services.store.audit.append(transaction, principal.organizationId, {
          actor: principal.actor,
          action: 'agent.deleted',
          subject: agent.id,
          detail: { name: agent.name },
        })
        return { data: { deleted: true as const } }
      }),
  })
}

function versionRoutes(services: Services): readonly Route[] {
  return [
    publishRoute(services),
    listVersionsRoute(services),
    showVersionRoute(services),
    diffVersionRoute(services),
    rollBackRoute(services),
  ]
}

function publishRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/publish',
    scope: 'agents:write',
    tag,
    summary: 'Freeze the valid skills as a numbered version and make it live; honours If-Match',
    input: {
      params: AgentParams,
      body: z.strictObject({ note: z.string().max(1_000).optional() }).prefault({}),
    },
    data: VersionView,
    status: 201,
    errors: ['not_found', 'conflict'],
    handle: async ({ params, body }, { principal, raw }) => {
      const request = { agentId: params.agentId, note: body.note, ifMatch: ifMatchOf(raw) }
      const { version, warnings } = await publishAgent(services, principal, request)
      return { data: toVersionView(version, version.id), warnings }
    },
  })
}

function listVersionsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents/{agentId}/versions',
    scope: 'agents:read',
    tag,
    summary: 'List versions, newest first',
    input: { params: AgentParams, query: PageQuery },
    data: z.array(VersionView),
    shape: 'list',
    errors: ['not_found'],
    handle: async ({ params, query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, params.agentId)
        const { rows, meta } = pageOf(await listVersions(transaction, agent.id), query)
        return { data: rows.map((version) => toVersionView(version, agent.published_version_id)), meta }
      }),
  })
}

function showVersionRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents/{agentId}/versions/{versionId}',
    scope: 'agents:read',
    tag,
    summary: 'Show one version',
    input: { params: VersionParams },
    data: VersionView,
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, params.agentId)
        const version = await requireVersion(transaction, agent.id, params.versionId)
        return { data: toVersionView(version, agent.published_version_id) }
      }),
  })
}

function diffVersionRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents/{agentId}/versions/{versionId}/diff',
    scope: 'agents:read',
    tag,
    summary: 'What a version changed, against the one before it or against `from`',
    input: { params: VersionParams, query: z.strictObject({ from: z.string().max(64).optional() }) },
    data: z.array(
      z.object({
        field: z.string(),
        before: z.string().nullable(),
        after: z.string().nullable(),
        kind: z.enum(['added', 'removed', 'changed']),
      }),
    ),
    errors: ['not_found'],
    handle: async ({ params, query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, params.agentId)
        const changes = await diffVersions(transaction, agent.id, { from: query.from, to: params.versionId })
        return { data: [...changes] }
      }),
  })
}

function rollBackRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/rollback',
    scope: 'agents:write',
    tag,
    summary: 'Make an earlier version live again, without recompiling',
    input: { params: AgentParams, body: z.strictObject({ versionId: z.string().max(64) }) },
    data: VersionView,
    errors: ['not_found'],
    handle: async ({ params, body }, { principal }) => {
      const version = await rollBackAgent(services, principal, {
        agentId: params.agentId,
        versionId: body.versionId,
      })
      return { data: toVersionView(version, version.id) }
    },
  })
}

function ifMatchOf(raw: RawRequest): number | undefined {
  const header = raw.headers['if-match']
  if (typeof header !== 'string' || header === '*') return undefined
  const revision = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1]
  if (revision === undefined)
    throw new PlatformError('bad_request', 'If-Match must hold the ETag that the agent came with.')
  return Number(revision)
}

function nameTaken(name: string): PlatformError {
  return new PlatformError('duplicate_name', `There is an agent "${name}" already.`)
}
