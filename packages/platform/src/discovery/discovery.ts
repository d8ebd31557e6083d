import { isJsonObject } from '@bindery/model'
import { driftImpacts } from '@bindery/model/drift'
import { type JobRow, listNewestJobs } from '@bindery/store'
import { z } from 'zod'
import { environmentOfJob } from '../kernel/environment-of.ts'
import { cancelDiscovery, requireJob, startDiscovery } from './start-discovery.ts'
import { failureOf } from './job-failure.ts'
import { DriftCounts, DriftFactView, RenameView, SkillVerdictView } from '../drift/views.ts'
import { EnvironmentName, JsonObjectData, KindParams, timestamp } from '../kernel/shapes.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import { type Answer, type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { streamJob } from './stream-job.ts'

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
    affectedSkills: z.array(SkillVerdictView),
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

const mostListed = 20

const JobEntry = z
  .object({
    ...Job.shape,
    summary: Summary.pick({
      objectCount: true,
      operationCount: true,
      bindable: true,
      limited: true,
      quarantined: true,
      catalogHash: true,
      unchanged: true,
    }).optional(),
    startedBy: z.string(),
  })
  .meta({ id: 'DiscoveryEntry' })

const JobParams = KindParams.extend({ job: z.string().max(64) })
/** Of an event of a job, as its column has them. */
const mostSequence = 2 ** 31 - 1

const tag = 'Discovery'

function answerJob(job: JobRow, kind: string): Answer<z.input<typeof Summary> | z.input<typeof Job>> {
  if (job.status === 'done') return { data: Summary.parse(job.outcome) }
  if (job.status === 'failed' || job.status === 'cancelled') throw failureOf(job.outcome ?? {})
  return { data: toView(job), outcome: 'accepted', location: `/integrations/${kind}/discover/${job.id}` }
}

function toView(job: JobRow): z.input<typeof Job> {
  const outcome = isJsonObject(job.outcome) ? job.outcome : undefined
  return {
    jobId: job.id,
    status: job.status,
    environment: job.environment,
    createdAt: job.createdAt,
    updatedAt: job.updatedAt,
    ...(job.status === 'done' ? { summary: Summary.parse(outcome) } : {}),
    ...(job.status === 'failed' || job.status === 'cancelled' ? { problem: outcome } : {}),
  }
}

export const discoveryUseCases = {
  list: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'The last 20 discoveries, newest first; a key of one environment sees those of its own',
    takes: { subject: KindParams },
    output: z.array(JobEntry),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { id: integrationId } = await requireIntegration(transaction, subject.kind)
        const { environment } = principal
        const jobs = await listNewestJobs(transaction, { integrationId, environment }, mostListed)
        return { data: jobs.map((job) => ({ ...toView(job), startedBy: job.actor })) }
      }),
  }),

  start: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.discovery_started'] },
    environment: { slot: ({ content }) => [content.environment] },
    tag,
    summary: 'Read the provider into its schema catalog',
    description:
      'Answers 200 with the summary when it ends within "Prefer: wait=N" seconds (10, at most 60), otherwise 202 with the Location of the job.',
    takes: {
      subject: KindParams,
      content: z.strictObject({ environment: EnvironmentName.default('production') }).prefault({}),
    },
    example: { environment: 'production' },
    output: z.union([Summary, Job]),
    errors: [
      'not_found',
      'document_unreadable',
      'document_too_large',
      'egress_blocked',
      'environment_not_configured',
    ],
    run: async ({ subject, content }, { principal, waitMs, services }: Context<Needs<'jobs' | 'store'>>) => {
      const job = await startDiscovery(services, principal, { kind: subject.kind, ...content, waitMs })
      return answerJob(job, subject.kind)
    },
  }),

  show: useCase({
    scope: 'integrations:read',
    environment: {
      record: ({ subject }, principal, services: Needs<'store'>) =>
        environmentOfJob(services, principal, subject.job),
    },
    tag,
    summary: 'Show a discovery, or follow it as Server-Sent Events',
    description:
      'With "Accept: text/event-stream" the events come as they happen; "Last-Event-ID" takes a stream up again.',
    takes: { subject: JobParams },
    output: Job,
    errors: ['not_found'],
    run: async ({ subject }, { principal, wants, lastEvent, signal, services }: Context<Needs<'store'>>) => {
      const job = await requireJob(services, principal, { kind: subject.kind, jobId: subject.job })
      if (wants !== 'events') return { data: toView(job) }
      const { organizationId } = principal
      return {
        events: streamJob(services, {
          organizationId,
          jobId: job.id,
          after: Math.min(lastEvent, mostSequence),
          signal,
        }),
      }
    },
  }),

  cancel: useCase({
    scope: 'integrations:write',
    audit: { leaves: 'nothing', because: 'a job is a record of its own, and the old catalog stays' },
    environment: {
      record: ({ subject }, principal, services: Needs<'store'>) =>
        environmentOfJob(services, principal, subject.job),
    },
    tag,
    summary: 'Cancel a discovery; the old catalog stays',
    takes: { subject: JobParams },
    output: z.object({ cancelled: z.boolean() }),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      const cancelled = await cancelDiscovery(services, principal, { kind: subject.kind, jobId: subject.job })
      return { data: { cancelled } }
    },
  }),
}
