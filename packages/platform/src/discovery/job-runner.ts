import { isJsonObject, type JsonObject, parseJson, PlatformError } from '@bindery/model'
import {
  appendJobEvent,
  claimJob,
  extendLease,
  findIntegrationById,
  finishJob,
  type JobEnd,
  type JobRow,
  listEnvironments,
  releaseJob,
} from '@bindery/store'
import { toPlatformError, toProblem } from '../kernel/problem.ts'
import { newId } from '../kernel/ids.ts'
import { openForDiscovery } from '../integrations/open-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import { discover } from './discover.ts'
import { JobLog } from './job-log.ts'

const pollMs = 5_000
const heartbeatMs = 2_000
/** Why a job stops when its process ends: it is not over. */
const closing = Symbol('closing')

type JobNeeds = Needs<'children' | 'config' | 'egress' | 'events' | 'logger' | 'runCaches' | 'store'>

/**
 * Works through discovery jobs, one at a time per process. Jobs live in the database: any process may take one, and one
 * whose process died is taken over when its lease runs out.
 */
export class JobRunner {
  readonly #owner = newId()
  readonly #ends = new Map<string, Set<() => void>>()
  #services: JobNeeds | undefined
  #timer: NodeJS.Timeout | undefined
  #working: Promise<void> = Promise.resolve()
  #isClosed = false
  #stop: AbortController | undefined

  start(services: JobNeeds): void {
    this.#services = services
    this.#timer = setInterval(() => this.wake(), pollMs)
    this.#timer.unref()
    this.wake()
  }

  /** Looks for work now. */
  wake(): void {
    this.#working = this.#working.then(() => this.#drain()).catch(() => undefined)
  }

  /** Ends when the job has ended in this process, or after `ms`. */
  async waitFor(jobId: string, ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const waiting = this.#ends.get(jobId) ?? new Set()
      this.#ends.set(jobId, waiting.add(resolve))
      setTimeout(resolve, ms).unref()
    })
    this.#ends.delete(jobId)
  }

  /** Gives the job in hand back, for another process to take it up or for this one after a restart. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#stop?.abort(closing)
    clearInterval(this.#timer)
    await this.#working
  }

  async #drain(): Promise<void> {
    const services = this.#services
    while (services !== undefined && !this.#isClosed) {
      const job = await services.store.run('platform', (transaction) => claimJob(transaction, this.#owner))
      if (job === undefined) return
      await this.#carryOut(services, job)
      services.runCaches.forget(job.organizationId)
      for (const resolve of this.#ends.get(job.id) ?? []) resolve()
    }
  }

  async #carryOut(services: JobNeeds, job: JobRow): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    if (this.#isClosed) stop.abort(closing)
    const heartbeat = setInterval(() => void this.#beat(services, job, stop), heartbeatMs)
    const log = new JobLog(services, job.organizationId, job.id)
    try {
      const outcome = await runDiscovery({ services, job, log, signal: stop.signal })
      await this.#finish(services, job, { status: 'done', outcome })
    } catch (error) {
      if (stop.signal.reason === closing) await this.#release(services, job)
      // Whatever the work complains about once it was told to stop, it was the stop.
      else await this.#fail(services, job, stop.signal.aborted ? cancelled() : error)
    } finally {
      clearInterval(heartbeat)
    }
  }

  async #release(services: Needs<'store'>, job: JobRow): Promise<void> {
    await services.store.run(job.organizationId, (transaction) =>
      releaseJob(transaction, job.id, this.#owner),
    )
  }

  async #fail(services: Needs<'logger' | 'store'>, job: JobRow, error: unknown): Promise<void> {
    const known = toPlatformError(error)
    if (known.code === 'internal_error')
      services.logger.error({ err: error, jobId: job.id }, 'discovery failed')
    const status = known.code === 'discovery_cancelled' ? 'cancelled' : 'failed'
    await this.#finish(services, job, { status, outcome: describeFailure(known, job.id) })
  }

  /** The end and its event are one change; a worker that lost its job says nothing more about it. */
  async #finish(services: Needs<'store'>, job: JobRow, end: Omit<JobEnd, 'owner'>): Promise<void> {
    const event =
      end.status === 'done'
        ? { name: 'done', data: { summary: end.outcome } }
        : { name: 'error', data: { problem: end.outcome } }
    const { organizationId, id: jobId } = job
    await services.store.run(organizationId, async (transaction) => {
      const isMine = await finishJob(transaction, jobId, { ...end, owner: this.#owner })
      if (isMine) await appendJobEvent(transaction, { organizationId, jobId, ...event })
    })
  }

  async #beat(services: Needs<'logger' | 'store'>, job: JobRow, stop: AbortController): Promise<void> {
    try {
      const lease = await services.store.run(job.organizationId, (transaction) =>
        extendLease(transaction, job.id, this.#owner),
      )
      if (lease === undefined || lease.isCancelRequested) stop.abort()
    } catch (error) {
      services.logger.warn({ err: error, jobId: job.id }, 'the lease of a discovery could not be extended')
    }
  }
}

const cancelled = () => new PlatformError('discovery_cancelled', 'The discovery was cancelled.')

/** A failure as it is kept with its job. */
export function describeFailure(error: PlatformError, jobId: string): JsonObject {
  const json = parseJson(JSON.stringify(toProblem(error, { id: jobId, url: '' })))
  return isJsonObject(json) ? json : {}
}

interface JobWork {
  readonly services: Needs<'children' | 'config' | 'egress' | 'events' | 'runCaches' | 'store'>
  readonly job: JobRow
  readonly log: JobLog
  readonly signal: AbortSignal
}

async function runDiscovery({ services, job, log, signal }: JobWork): Promise<JsonObject> {
  const found = await services.store.run(job.organizationId, async (transaction) => {
    const integration = await findIntegrationById(transaction, job.integrationId)
    if (integration === undefined) throw new PlatformError('not_found', 'The integration was removed.')
    return { integration, slots: await listEnvironments(transaction, integration.id) }
  })
  const connection = await openForDiscovery(services, found, job.environment)
  return discover({ services, found, environment: job.environment, connection, log, signal })
}
