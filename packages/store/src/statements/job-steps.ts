import type { JsonObject } from '@bindery/model'
import { z } from 'zod'
import { parseFirstRow, toJsonb } from '../rows.ts'
import { jobLeaseSeconds, JobRow, type NewJobEvent } from '../tables/jobs.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

// Raw: `for update skip locked`, and what was found or counted comes out of the statement that changes it.

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
     where organization_id = ? and id = ? and owner = ? and status = 'running' returning cancel_requested`,
    [jobLeaseSeconds, organizationOf(transaction), id, owner],
  )
  const row = parseFirstRow(z.object({ cancelRequested: z.boolean() }), result)
  return row === undefined ? undefined : { isCancelRequested: row.cancelRequested }
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
     where organization_id = ? and id = ? and status in ('queued', 'running') returning status`,
    [toJsonb(outcome), organizationOf(transaction), id],
  )
  return parseFirstRow(z.object({ status: z.enum(['running', 'cancelled']) }), result)?.status
}

/** Adds an event; sequences of a job count from 1 without gaps. */
export async function appendJobEvent(transaction: Transaction, event: NewJobEvent): Promise<void> {
  await transaction.raw(
    `insert into job_events (organization_id, job_id, sequence, name, data)
     select ?, ?, coalesce(max(sequence), 0) + 1, ?, ?::jsonb from job_events
     where organization_id = ? and job_id = ?`,
    [event.organizationId, event.jobId, event.name, toJsonb(event.data), event.organizationId, event.jobId],
  )
}
