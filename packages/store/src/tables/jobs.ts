import { type Environment, environments, type JsonObject, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { newestFirst } from '../keyset.ts'
import { DateRow, JsonObjectRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
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

export type NewJob = Readonly<
  Pick<JobRow, 'organizationId' | 'id' | 'integrationId' | 'environment' | 'actor'>
>

const jobs = new Table({
  name: 'jobs',
  row: JobRow,
  hidden: z.object({ owner: z.string().nullable(), leaseUntil: DateRow.nullable() }),
  json: ['outcome'],
})

export const insertJob = (transaction: Transaction, job: NewJob): Promise<void> =>
  jobs.insert(transaction, { ...job, status: 'queued' })

/** How long a worker may be silent before another one takes its job over, in seconds. */
export const jobLeaseSeconds = 30

export interface JobEnd {
  /** The worker that says so; one that lost its job meanwhile changes nothing. */
  readonly owner: string
  readonly status: 'done' | 'failed' | 'cancelled'
  readonly outcome: JsonObject
}

/** Ends a job. False when it no longer belongs to the worker. */
export const finishJob = (
  transaction: Transaction,
  id: string,
  { owner, status, outcome }: JobEnd,
): Promise<boolean> =>
  jobs.update(
    transaction,
    { id, owner, status: 'running' },
    { status, outcome, updatedAt: transaction.fn.now() },
  )

/** Gives a job back, for a worker that shuts down: the next one need not wait for the lease to run out. */
export async function releaseJob(transaction: Transaction, id: string, owner: string): Promise<void> {
  const free = { status: 'queued', owner: null, leaseUntil: null, updatedAt: transaction.fn.now() } as const
  await jobs.update(transaction, { id, owner, status: 'running' }, free)
}

export const findJob = (transaction: Transaction, id: string): Promise<JobRow | undefined> =>
  jobs.find(transaction, { id })

/** The last jobs of an integration, newest first; of one environment, where that is given. */
export async function listNewestJobs(
  transaction: Transaction,
  {
    integrationId,
    environment,
  }: { readonly integrationId: string; readonly environment: Environment | undefined },
  limit: number,
): Promise<readonly JobRow[]> {
  const where = environment === undefined ? { integrationId } : { integrationId, environment }
  const page = { order: newestFirst, total: 'left out', window: { after: undefined, limit } } as const
  return (await jobs.page(transaction, where, page)).rows
}

export const JobEventRow = z.object({ sequence: z.int(), name: z.string(), data: JsonObjectRow })
export type JobEventRow = z.output<typeof JobEventRow>

export interface NewJobEvent {
  readonly organizationId: OrganizationId
  readonly jobId: string
  readonly name: string
  readonly data: JsonObject
}

const events = new Table({
  name: 'job_events',
  row: JobEventRow,
  hidden: z.object({ jobId: z.string() }),
})

/** Those after a sequence, at most 500. */
export async function listJobEvents(
  transaction: Transaction,
  jobId: string,
  after: number,
): Promise<readonly JobEventRow[]> {
  const order = [{ column: 'sequence', kind: 'integer', direction: 'up' }] as const
  const page = { order, total: 'left out', window: { after: undefined, limit: 500 } } as const
  const areNew = transaction.raw('sequence > ?', [after])
  return (await events.page(transaction, [{ jobId }, areNew], page)).rows
}
