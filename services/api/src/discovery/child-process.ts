import type { ChildProcess } from 'node:child_process'
import { setImmediate } from 'node:timers/promises'
import { type Issue, PlatformError, type SourceDocument } from '@bindery/model'
import { fromWire, toWire } from './child-connection.ts'
import { askOpinion, nobodyWaits, noTurn } from './ask-opinion.ts'
import { OpinionTurns } from './opinion-turns.ts'
import {
  type ConnectionAnswer,
  type ConnectionCall,
  type DocumentHead,
  type FromChild,
  partBytes,
  type ToChild,
} from './protocol.ts'
import { notStarted, onEnd, type ReaderProcess, startReader } from './reader-process.ts'
import type { IntrospectionEnd, IntrospectionTask, Introspector, OpinionTask } from '@bindery/platform/kernel'

export interface ChildLimits {
  /** Wall time of one introspection, in ms. */
  readonly timeoutMs: number
  readonly maxHeapMegabytes: number
  /** Wall time of a second opinion, in ms. */
  readonly opinionMs: number
  /** How long one waits for its turn, in ms. */
  readonly opinionTurnMs: number
}

export const standardLimits: ChildLimits = {
  timeoutMs: 120_000,
  maxHeapMegabytes: 2_048,
  opinionMs: 20_000,
  opinionTurnMs: 20_000,
}

/** Starts introspection processes and keeps one started ahead, so that a discovery does not wait for a process. */
export class ChildProcesses implements Introspector {
  readonly #entry: URL
  readonly #limits: ChildLimits
  #spare: ReaderProcess | undefined
  readonly #turns = new OpinionTurns()
  #isClosed = false

  /** `entry` is what a process runs: see `bundleReader`. */
  constructor(entry: URL, limits: ChildLimits) {
    this.#entry = entry
    this.#limits = limits
  }

  /** Makes sure that one process waits. Cheap when it does. */
  warm(): void {
    if (this.#isClosed || this.#spare !== undefined) return
    const spare = startReader(this.#entry, this.#limits.maxHeapMegabytes)
    this.#spare = spare
    spare.child.once('exit', () => {
      if (this.#spare === spare) this.#spare = undefined
    })
  }

  /**
   * Introspects in a process of its own and kills it afterwards, whatever happened. Throws the introspector's
   * PlatformError, `document_unreadable` when the process hit a limit, `discovery_cancelled` when `signal` aborted,
   * `internal_error` when it ended before it was ready.
   */
  async introspect(task: IntrospectionTask): Promise<IntrospectionEnd> {
    return this.#with((reader) => new Conversation(reader, task, this.#limits).run())
  }

  /** The same for a second opinion. One is formed at a time; it is not worth waiting for longer than the limits say. */
  async judge(task: OpinionTask): Promise<readonly Issue[]> {
    const { opinionMs, opinionTurnMs } = this.#limits
    const turn = await this.#turns.take(task, opinionTurnMs, () =>
      this.#with((reader) => askOpinion(reader, task, opinionMs)),
    )
    if (task.signal.aborted) throw nobodyWaits()
    return turn.status === 'taken' ? turn.value : [noTurn(turn.status)]
  }

  async #with<Value>(work: (reader: ReaderProcess) => Promise<Value>): Promise<Value> {
    const reader = this.#spare ?? startReader(this.#entry, this.#limits.maxHeapMegabytes)
    this.#spare = undefined
    try {
      return await work(reader)
    } finally {
      reader.child.kill('SIGKILL')
      this.warm()
    }
  }

  close(): void {
    this.#isClosed = true
    this.#spare?.child.kill('SIGKILL')
  }
}

/** A promise settled from outside; the first settlement counts. */
class Deferred<Value> {
  readonly promise: Promise<Value>
  resolve: (value: Value) => void = () => {}
  reject: (reason: unknown) => void = () => {}

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }
}

/** How many pages a child may send before the first of them has been dealt with. */
const messagesAhead = 16

/** One introspection's exchange of messages, handled strictly one after another. */
class Conversation {
  readonly #reader: ReaderProcess
  readonly #child: ChildProcess
  readonly #task: IntrospectionTask
  readonly #limits: ChildLimits
  #queue: Promise<void> = Promise.resolve()

  constructor(reader: ReaderProcess, task: IntrospectionTask, limits: ChildLimits) {
    this.#reader = reader
    this.#child = reader.child
    this.#task = task
    this.#limits = limits
  }

  async run(): Promise<IntrospectionEnd> {
    const end = new Deferred<IntrospectionEnd>()
    const timer = setTimeout(() => end.reject(tooSlow(this.#limits)), this.#limits.timeoutMs)
    const cancel = () => end.reject(new PlatformError('discovery_cancelled', 'The discovery was cancelled.'))
    this.#task.signal.addEventListener('abort', cancel, { once: true })
    if (this.#task.signal.aborted) cancel()
    this.#child.on('message', (message: FromChild) => this.#enqueue(message, end))
    onEnd(this.#reader, () => end.reject(this.#reader.hasBegun() ? tooHeavy(this.#limits) : notStarted()))
    this.#child.ref()
    this.#child.channel?.ref()
    this.#send({ kind: 'start', source: this.#task.source, knownPages: this.#task.knownPages })
    for (let n = 0; n < messagesAhead; n++) this.#send({ kind: 'next' })
    try {
      return await end.promise
    } finally {
      clearTimeout(timer)
      this.#task.signal.removeEventListener('abort', cancel)
    }
  }

  #enqueue(message: FromChild, end: Deferred<IntrospectionEnd>): void {
    this.#queue = this.#queue
      .then(() => this.#handle(message, end))
      .catch((error: unknown) => end.reject(error))
  }

  async #handle(message: FromChild, end: Deferred<IntrospectionEnd>): Promise<void> {
    const { sink } = this.#task
    switch (message.kind) {
      case 'ready':
      case 'opinion':
        return
      case 'call':
        return this.#answer(message.id, message.call)
      case 'habit':
        return this.#task.connection.habits?.set(message.name, message.value)
      case 'phase':
        return sink.phase(message.name, message.done, message.total)
      case 'counts':
        return sink.counts(message.counts, message.quarantined)
      case 'page':
        await sink.page(message)
        return this.#send({ kind: 'next' })
      case 'issues':
        await sink.issues(message.from, message.texts)
        return this.#send({ kind: 'next' })
      case 'done': {
        const { kind: _kind, ...rest } = message
        return end.resolve(rest)
      }
      case 'failed':
        return end.reject(fromWire(message.error))
    }
  }

  async #answer(id: number, call: ConnectionCall): Promise<void> {
    try {
      this.#send({ kind: 'answer', id, answer: await this.#perform(call) })
    } catch (error) {
      this.#send({ kind: 'refusal', id, error: toWire(error) })
    }
  }

  async #perform(call: ConnectionCall): Promise<ConnectionAnswer> {
    const { connection, signal } = this.#task
    switch (call.method) {
      case 'documents':
        return {
          method: 'documents',
          documents: await this.#sendDocuments(await connection.documents(signal)),
        }
      case 'fetch':
        return { method: 'fetch', response: await connection.fetch(call.request, signal) }
      case 'database':
        return { method: 'database', rows: await connection.database(call.statement, signal) }
    }
  }

  async #sendDocuments(documents: readonly SourceDocument[]): Promise<readonly DocumentHead[]> {
    for (const [document, { bytes }] of documents.entries()) {
      for (let from = 0; from < bytes.length; from += partBytes) {
        this.#send({ kind: 'part', document, bytes: bytes.subarray(from, from + partBytes) })
        await setImmediate()
      }
    }
    return documents.map(({ bytes: _bytes, ...head }) => head)
  }

  #send(message: ToChild): void {
    if (this.#child.connected) this.#child.send(message)
  }
}

function tooSlow(limits: ChildLimits): PlatformError {
  return new PlatformError(
    'document_unreadable',
    `Reading the description took longer than ${limits.timeoutMs / 1000} s. Cut it down to the operations that you need.`,
    { reason: 'too_slow' },
  )
}

function tooHeavy(limits: ChildLimits): PlatformError {
  return new PlatformError(
    'document_unreadable',
    `Reading the description took more than ${limits.maxHeapMegabytes} MB of memory or crashed the reader. Cut it down to the operations that you need.`,
    { reason: 'too_heavy' },
  )
}
