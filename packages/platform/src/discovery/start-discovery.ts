import { type Environment, PlatformError } from '@bindery/model'
import { appendJobEvent, cancelJob, findJob, insertJob, type JobRow } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { newId } from '../kernel/ids.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import { describeFailure } from './job-runner.ts'

export interface DiscoveryRequest {
  readonly kind: string
  readonly environment: Environment
  /** How long the caller wants to wait for the end, in ms. */
  readonly waitMs: number
}

/** Queues a discovery and gives the job as it is after the wait: ended, or still under way. */
export async function startDiscovery(
  services: Needs<'jobs' | 'store'>,
  principal: Principal,
  request: DiscoveryRequest,
): Promise<JobRow> {
  const { organizationId } = principal
  const id = newId()
  await services.store.run(organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, request.kind)
    const { environment } = request
    await insertJob(transaction, {
      organizationId,
      id,
      integrationId: integration.id,
      environment,
      actor: principal.actor,
    })
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'integration.discovery_started',
      subject: request.kind,
      detail: { jobId: id, environment },
    })
  })
  services.jobs.wake()
  return waitForEnd(services, principal, { kind: request.kind, jobId: id, waitMs: request.waitMs })
}

/** Another process may have taken the job, so the store is asked as well, four times a second. */
async function waitForEnd(
  services: Needs<'jobs' | 'store'>,
  principal: Principal,
  wait: { readonly kind: string; readonly jobId: string; readonly waitMs: number },
): Promise<JobRow> {
  const until = Date.now() + wait.waitMs
  for (;;) {
    const job = await requireJob(services, principal, wait)
    const left = until - Date.now()
    if (left <= 0 || (job.status !== 'queued' && job.status !== 'running')) return job
    await services.jobs.waitFor(wait.jobId, Math.min(left, pollMs))
  }
}

const pollMs = 250

/** A job of that integration; throws `not_found`. */
export async function requireJob(
  services: Needs<'store'>,
  principal: Principal,
  query: { readonly kind: string; readonly jobId: string },
): Promise<JobRow> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, query.kind)
    const job = isUuid(query.jobId) ? await findJob(transaction, query.jobId) : undefined
    if (job !== undefined && job.integrationId === integration.id) return job
    throw new PlatformError('not_found', `There is no discovery "${query.jobId}" of "${query.kind}".`)
  })
}

/** Asks a discovery to stop; one that waits stops at once. False when it has ended already. Throws `not_found`. */
export async function cancelDiscovery(
  services: Needs<'store'>,
  principal: Principal,
  query: { readonly kind: string; readonly jobId: string },
): Promise<boolean> {
  const { organizationId } = principal
  const { id: jobId } = await requireJob(services, principal, query)
  const cancelled = new PlatformError('discovery_cancelled', 'The discovery was cancelled before it began.')
  const problem = describeFailure(cancelled, jobId)
  const status = await services.store.run(organizationId, async (transaction) => {
    const reached = await cancelJob(transaction, jobId, problem)
    const event = { organizationId, jobId, name: 'error', data: { problem } }
    if (reached === 'cancelled') await appendJobEvent(transaction, event)
    return reached
  })
  return status !== undefined
}

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
