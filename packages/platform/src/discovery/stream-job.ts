import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { findJob, type JobEventRow, listJobEvents } from '@bindery/store'
import type { OrganizationId } from '@bindery/model'
import type { Needs } from '../kernel/needs.ts'

const pollMs = 200
const heartbeatMs = 15_000

export interface JobStream {
  readonly organizationId: OrganizationId
  readonly jobId: string
  /** Sequence of the last event that the reader has seen; 0 for none. */
  readonly after: number
  readonly signal: AbortSignal
}

/** The events of a job as Server-Sent Events: those kept so far, then new ones until the job has ended. */
export function streamJob(services: Needs<'store'>, stream: JobStream): Readable {
  return Readable.from(events(services, stream))
}

async function* events(services: Needs<'store'>, stream: JobStream): AsyncGenerator<string> {
  let after = stream.after
  let quietSince = Date.now()
  yield ': connected\n\n'
  while (!stream.signal.aborted) {
    const { rows, hasEnded } = await readNew(services, stream, after)
    for (const row of rows) {
      after = row.sequence
      quietSince = Date.now()
      yield toText(row)
    }
    if (hasEnded && rows.length === 0) return
    if (Date.now() - quietSince > heartbeatMs) {
      quietSince = Date.now()
      yield ': still working\n\n'
    }
    if (rows.length === 0) await sleep(pollMs, undefined, { signal: stream.signal }).catch(() => undefined)
  }
}

async function readNew(services: Needs<'store'>, stream: JobStream, after: number) {
  return services.store.run(stream.organizationId, async (transaction) => {
    const job = await findJob(transaction, stream.jobId)
    const hasEnded = job === undefined || (job.status !== 'queued' && job.status !== 'running')
    return { rows: await listJobEvents(transaction, stream.jobId, after), hasEnded }
  })
}

const toText = (row: JobEventRow): string =>
  `id: ${row.sequence}\nevent: ${row.name}\ndata: ${JSON.stringify(row.data)}\n\n`
