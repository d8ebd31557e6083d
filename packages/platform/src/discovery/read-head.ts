import { Bulkhead } from '@bindery/connection'
import type { CatalogHead, Connection } from '@bindery/model'
import type { CatalogCounts, IntrospectionSink } from '../kernel/introspector.ts'
import type { Needs } from '../kernel/needs.ts'

/** What a description says of itself, without its parts. */
export interface ReadHead {
  readonly head: CatalogHead
  readonly counts: CatalogCounts
}

export interface HeadTask {
  readonly source: string
  readonly connection: Connection
  readonly signal: AbortSignal
}

/** Each reader is a process with memory of its own, and nobody queues detections as jobs are queued. */
const readers = new Bulkhead({ inFlight: 2, queue: 16, waitMs: 30_000 })

/**
 * Reads a description as a discovery does, in a process that can be killed, and keeps nothing of its parts. Throws what
 * `Introspector.introspect` throws, and `overloaded` when too many read.
 */
export async function readHead(services: Needs<'children'>, task: HeadTask): Promise<ReadHead> {
  const sink = new CountingSink()
  const { head } = await readers.run(() => services.children.introspect({ ...task, knownPages: [], sink }))
  if (sink.counted === undefined) throw new Error('A reader counts what it has read.')
  return { head, counts: sink.counted }
}

class CountingSink implements IntrospectionSink {
  counted: CatalogCounts | undefined

  async counts(counts: CatalogCounts): Promise<void> {
    this.counted = counts
  }

  async phase(): Promise<void> {}
  async page(): Promise<void> {}
  async issues(): Promise<void> {}
}
