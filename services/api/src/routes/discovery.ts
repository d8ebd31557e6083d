import { driftImpacts, isJsonObject } from '@bindery/model'
import type { JobRow } from '@bindery/store'
import { z } from 'zod'
import { failureOf } from '../discovery/job-failure.ts'
import { cancelDiscovery, requireJob, startDiscovery } from '../discovery/start-discovery.ts'
import { streamJob } from '../discovery/stream-job.ts'
import { DriftCounts, DriftFactView, RenameView } from '../drift/views.ts'
import { type Answer, type RawRequest, type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { EnvironmentName, JsonObjectData, KindParams, timestamp } from './shapes.ts'

const Drifted = z.object({
  kind: z.string(),
  name: z.string(),
  impact: z.enum(driftImpacts),
  facts: z.array(DriftFactView).optional(),
})

const Summary = z
  .object({
    objectCount: z.int(),
    fieldCount: z.int(),
    edgeCount: z.int(),
    operationCount: z.int(),
    bindable: z.int(),
    limited: z.int(),
    quarantined: z.int(),
    issueCount: z.int(),
    catalogHash: z.string(),
    unchanged: z.boolean().default(false),
    diff: z.object({
      added: z.array(Drifted),
      changed: z.array(Drifted),
      removed: z.array(Drifted),
      counts: DriftCounts,
      head: z.array(DriftFactView),
      renames: z.array(RenameView.omit({ decision: true })),
      truncated: z.boolean().optional(),
    }),
    affectedSkills: z.array(
      z.object({
        skillId: z.string(),
        agentId: z.string(),
        functionName: z.string(),
        verdict: z.enum(driftImpacts),
        reasons: z.array(z.string()),
        hasRepair: z.boolean(),
        failingTests: z.array(z.string()).default([]),
      }),
    ),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'DiscoverySummary' })

const Job = z
  .object({
    jobId: z.string(),
    status: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
    environment: EnvironmentName,
    createdAt: timestamp,
    updatedAt: timestamp,
    summary: Summary.optional(),
    problem: JsonObjectData.optional(),
  })
  .meta({ id: 'DiscoveryJob' })

const JobParams = KindParams.extend({ job: z.string().max(64) })
const tag = 'Discovery'
const defaultWaitSeconds = 10
const mostWaitSeconds = 60

export function discoveryRoutes(services: Services): readonly Route[] {
  return [startRoute(services), followRoute(services), cancelRoute(services)]
}

function startRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/integrations/{kind}/discover',
    scope: 'integrations:write',
    tag,
    summary: 'Read the provider into its schema catalog',
    description:
      'Answers 200 with the summary when it ends within "Prefer: wait=N" seconds (10, at most 60), otherwise 202 with the Location of the job.',
    input: {
      params: KindParams,
      body: z.strictObject({ environment: EnvironmentName.default('production') }).prefault({}),
    },
    data: z.union([Summary, Job]),
    errors: [
      'not_found',
      'document_unreadable',
      'document_too_large',
      'egress_blocked',
      'environment_not_configured',
    ],
    handle: async ({ params, body }, { principal, raw }) => {
      const waitMs = waitSeconds(raw.headers['prefer']) * 1000
      const job = await startDiscovery(services, principal, { kind: params.kind, ...body, waitMs })
      return answerJob(job, params.kind)
    },
  })
}

function followRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/{kind}/discover/{job}',
    scope: 'integrations:read',
    tag,
    summary: 'Show a discovery, or follow it as Server-Sent Events',
    description:
      'With "Accept: text/event-stream" the events come as they happen; "Last-Event-ID" takes a stream up again.',
    input: { params: JobParams },
    data: Job,
    errors: ['not_found'],
    handle: async ({ params }, { principal, raw }) => {
      const job = await requireJob(services, principal, { kind: params.kind, jobId: params.job })
      if (!String(raw.headers['accept'] ?? '').includes('text/event-stream')) return { data: toView(job) }
      const { organizationId } = principal
      const stream = streamJob(services, {
        organizationId,
        jobId: job.id,
        after: lastSeen(raw),
        signal: raw.signal,
      })
      const headers = { 'cache-control': 'no-store' }
      const content = { kind: 'stream' as const, contentType: 'text/event-stream; charset=utf-8', stream }
      return { reply: { status: 200, headers, content } }
    },
  })
}

function cancelRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: '/integrations/{kind}/discover/{job}',
    scope: 'integrations:write',
    tag,
    summary: 'Cancel a discovery; the old catalog stays',
    input: { params: JobParams },
    data: z.object({ cancelled: z.boolean() }),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) => {
      const cancelled = await cancelDiscovery(services, principal, { kind: params.kind, jobId: params.job })
      return { data: { cancelled } }
    },
  })
}

function answerJob(job: JobRow, kind: string): Answer<z.input<typeof Summary> | z.input<typeof Job>> {
  if (job.status === 'done') return { data: Summary.parse(job.outcome) }
  if (job.status === 'failed' || job.status === 'cancelled') throw failureOf(job.outcome ?? {})
  const location = `/api/v1/integrations/${kind}/discover/${job.id}`
  return { data: toView(job), status: 202, headers: { location } }
}

function toView(job: JobRow): z.input<typeof Job> {
  const outcome = isJsonObject(job.outcome) ? job.outcome : undefined
  return {
    jobId: job.id,
    status: job.status,
    environment: job.environment,
    createdAt: job.created_at,
    updatedAt: job.updated_at,
    ...(job.status === 'done' ? { summary: Summary.parse(outcome) } : {}),
    ...(job.status === 'failed' || job.status === 'cancelled' ? { problem: outcome } : {}),
  }
}

function waitSeconds(header: RawRequest['headers'][string]): number {
  const wait =
    typeof header === 'string' ? /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})/i.exec(header)?.[1] : undefined
  return wait === undefined ? defaultWaitSeconds : Math.min(Number(wait), mostWaitSeconds)
}

function lastSeen(raw: RawRequest): number {
  const header = raw.headers['last-event-id']
  return typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : 0
}
