import { environments, type JsonObject, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import {
  DateRow,
  hasRow,
  JsonObjectRow,
  OrganizationIdRow,
  parseFirstRow,
  parseRows,
  toJsonb,
} from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

export const jobStatuses = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

export const JobRow = z.object({
  organizationId: OrganizationIdRow,
  id: z.string(),
  integrationId: z.string(),
  environment: z.enum(environments),
  status: z.enum(jobStatuses),
  cancelRequested: z.boolean(),
  outcome: JsonObjectRow.nullable(),
  actor: z.string(),
  createdAt: DateRow,
  updatedAt: DateRow,
})
export type JobRow = z.output<typeof JobRow>

export interface NewJob {
  readonly organizationId: OrganizationId
  readonly id: string
  readonly integrationId: string
  readonly environment: string
  readonly actor: string
}

export async function insertJob(transaction: Transaction, job: NewJob): Promise<void> {
  await transaction.raw(
    `insert into jobs (organization_id, id, integration_id, environment, status, actor)
     values (?, ?, ?, ?, 'queued', ?)`,
    [job.organizationId, job.id, job.integrationId, job.environment, job.actor],
  )
}

/** How long a worker may be silent before another one takes its job over, in seconds. */
export const jobLeaseSeconds = 30

/**
 * Takes the oldest job that waits, or whose worker fell silent. Runs as the platform; each job goes to one worker.
 * Undefined when there is nothing to do.
 */
export async function claimJob(transaction: Transaction, owner: string): Promise<JobRow | undefined> {
  const result: unknown = await transaction.raw(
    `update jobs set status = 'running', owner = ?, updated_at = now(),
       lease_until = now() + make_interval(secs => ?)
     where (organization_id, id) = (
       select organization_id, id from jobs
       where status = 'queued' or (status = 'running' and lease_until < now())
       order by created_at limit 1 for update skip locked)
     returning *`,
    [owner, jobLeaseSeconds],
  )
  return parseFirstRow(JobRow, result)
}

/** Extends a lease; gives whether somebody asked for the job to be cancelled, or undefined when it was taken away. */
export async function extendLease(
  transaction: Transaction,
  id: string,
  owner: string,
): Promise<{ readonly isCancelRequested: boolean } | undefined> {
  const result: unknown = await transaction.raw(
    `update jobs set lease_until = now() + make_interval(secs => ?), updated_at = now()
     where id = ? and owner = ? and status = 'running' returning cancel_requested`,
    [jobLeaseSeconds, id, owner],
  )
  const row = parseFirstRow(z.object({ cancelRequested: z.boolean() }), result)
  return row === undefined ? undefined : { isCancelRequested: row.cancelRequested }
}

export interface JobEnd {
  /** The worker that says so; one that lost its job meanwhile changes nothing. */
  readonly owner: string
  readonly status: 'done' | 'failed' | 'cancelled'
  readonly outcome: JsonObject
}

/** Ends a job. False when it no longer belongs to the worker. */
export async function finishJob(transaction: Transaction, id: string, end: JobEnd): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `update jobs set status = ?, outcome = ?::jsonb, updated_at = now()
     where id = ? and owner = ? and status = 'running' returning id`,
    [end.status, toJsonb(end.outcome), id, end.owner],
  )
  return hasRow(result)
}

/** Gives a job back, for a worker that shuts down: the next one need not wait for the lease to run out. */
export async function releaseJob(transaction: Transaction, id: string, owner: string): Promise<void> {
  await transaction.raw(
    `update jobs set status = 'queued', owner = null, lease_until = null, updated_at = now()
     where id = ? and owner = ? and status = 'running'`,
    [id, owner],
  )
}

/**
 * Asks a job to stop; one that has not begun stops at once, with this outcome. Undefined when it has ended already, else
 * its status.
 */
export async function cancelJob(
  transaction: Transaction,
  id: string,
  outcome: JsonObject,
): Promise<'running' | 'cancelled' | undefined> {
  const result: unknown = await transaction.raw(
    `update jobs set cancel_requested = true, updated_at = now(),
       outcome = case when status = 'queued' then ?::jsonb end,
       status = case when status = 'queued' then 'cancelled' else status end
     where id = ? and status in ('queued', 'running') returning status`,
    [toJsonb(outcome), id],
  )
  return parseFirstRow(z.object({ status: z.enum(['running', 'cancelled']) }), result)?.status
}

export async function findJob(transaction: Transaction, id: string): Promise<JobRow | undefined> {
  return parseFirstRow(JobRow, await transaction.raw('select * from jobs where id = ?', [id]))
}

export const JobEventRow = z.object({ sequence: z.int(), name: z.string(), data: JsonObjectRow })
export type JobEventRow = z.output<typeof JobEventRow>

export interface NewJobEvent {
  readonly organizationId: OrganizationId
  readonly jobId: string
  readonly name: string
  readonly data: JsonObject
}

/** Adds an event; sequences of a job count from 1 without gaps. */
export async function appendJobEvent(transaction: Transaction, event: NewJobEvent): Promise<void> {
  await transaction.raw(
    `insert into job_events (organization_id, job_id, sequence, name, data)
     select ?, ?, coalesce(max(sequence), 0) + 1, ?, ?::jsonb from job_events where job_id = ?`,
    [event.organizationId, event.jobId, event.name, toJsonb(event.data), event.jobId],
  )
}

export async function listJobEvents(
  transaction: Transaction,
  jobId: string,
  after: number,
): Promise<readonly JobEventRow[]> {
  const result: unknown = await transaction.raw(
    'select sequence, name, data from job_events where job_id = ? and sequence > ? order by sequence limit 500',
    [jobId, after],
  )
  return parseRows(JobEventRow, result)
}
