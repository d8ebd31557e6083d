import { listVersions, type VersionRow } from '@bindery/store'
import { z } from 'zod'
import { Manifest, manifestOf } from '../agents/manifest.ts'
import { restoreVersion } from '../agents/restore-version.ts'
import { diffVersions, publishAgent, requireVersion, rollBackAgent } from '../agents/versions.ts'
import { ifMatchOf } from '../http/if-match.ts'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { pageOf } from './page.ts'
import { AgentParams, PageQuery, timestamp } from './shapes.ts'

const tag = 'Agents'

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

const VersionParams = AgentParams.extend({ versionId: z.string().max(64) })

/** One difference between two versions, or between a version and the draft. */
export const VersionChangeView = z
  .object({
    field: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
    kind: z.enum(['added', 'removed', 'changed']),
  })
  .meta({ id: 'VersionChange' })

const toVersionView = (version: VersionRow, live: string | null): z.input<typeof VersionView> => ({
  id: version.id,
  number: version.number,
  note: version.note,
  publishedBy: version.published_by,
  hash: version.hash,
  live: version.id === live,
  skills: manifestOf(version).skills,
  createdAt: version.created_at,
})

export function versionRoutes(services: Services): readonly Route[] {
  return [
    publishRoute(services),
    listVersionsRoute(services),
    showVersionRoute(services),
    diffVersionRoute(services),
    rollBackRoute(services),
    restoreRoute(services),
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
      body: z
        .strictObject({
          note: z.string().max(1_000).optional(),
          draftHash: z
            .string()
            .max(80)
            .optional()
            .describe('The `draftHash` of the report that was read: another draft is refused'),
          acknowledge: z
            .array(z.enum(['failing_tests']))
            .max(1)
            .default([]),
        })
        .prefault({}),
    },
    data: VersionView,
    status: 201,
    errors: ['not_found', 'conflict', 'acknowledgement_required'],
    handle: async ({ params, body }, { principal, raw }) => {
      const request = {
        agentId: params.agentId,
        note: body.note,
        ifMatch: ifMatchOf(raw),
        draftHash: body.draftHash,
        acknowledge: body.acknowledge,
      }
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
    data: z.array(VersionChangeView),
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

const RestoreReport = z
  .object({
    restored: z.literal(true),
    skills: z.array(
      z.object({
        skillId: z.string(),
        functionName: z.string(),
        outcome: z.enum(['unchanged', 'rewritten', 'recreated', 'set_aside']),
      }),
    ),
    sharedChanged: z.array(
      z.object({
        actionId: z.string(),
        slug: z.string(),
        functionName: z.string(),
        pinnedRevision: z.int(),
        currentRevision: z.int(),
      }),
    ),
    missing: z.array(
      z.object({
        skillId: z.string(),
        functionName: z.string(),
        what: z.enum(['binding', 'integration', 'shared_action', 'name']),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'RestoreReport' })

function restoreRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/versions/{versionId}/restore',
    scope: 'agents:write',
    tag,
    summary: 'Copy a version into the draft and say what has changed since; honours If-Match',
    description:
      'What is live does not change. Skills that the version lacks are set aside (status `draft`), not deleted.',
    input: { params: VersionParams, body: z.strictObject({}).prefault({}) },
    data: RestoreReport,
    errors: ['not_found', 'conflict', 'binding_invalid'],
    handle: async ({ params }, { principal, raw }) => {
      const request = { ...params, ifMatch: ifMatchOf(raw) }
      const { skills, sharedChanged, missing, warnings } = await restoreVersion(services, principal, request)
      const data = {
        restored: true as const,
        skills: [...skills],
        sharedChanged: [...sharedChanged],
        missing: [...missing],
      }
      return { data, warnings }
    },
  })
}
