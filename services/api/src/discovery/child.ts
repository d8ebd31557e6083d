import { Socket } from 'node:net'
import {
  CatalogFingerprint,
  catalogHead,
  type Introspection,
  type SchemaCatalog,
  type SourceDocument,
} from '@bindery/model'
import { loadAdapter, loadSecondOpinion } from '@bindery/sources'
import { ChildConnection, toWire } from './child-connection.ts'
import type { FromChild, ToChild } from './protocol.ts'
import { countCatalog, toPages, toStatisticsPage } from '@bindery/platform/pages'
import type { QuarantinedOperation } from '@bindery/platform/kernel'

/**
 * The process that reads hostile descriptions. It is started with no environment, a memory cap and a channel to its
 * parent; sockets are sealed before the first byte of a description is looked at. One description, then it ends.
 */
function main(): void {
  seal()
  const connection = new ChildConnection(send)
  const flow = new Flow()
  process.on('message', (message: ToChild) => {
    switch (message.kind) {
      case 'start':
        void introspect(message, connection, flow)
        break
      case 'part':
        connection.receive(message.document, message.bytes)
        break
      case 'answer':
        connection.settle(message.id, message.answer)
        break
      case 'refusal':
        connection.refuse(message.id, message.error)
        break
      case 'next':
        flow.next()
        break
      case 'judge':
        void judge(message.source, { ...message.document, bytes: connection.take(0) })
        break
    }
  })
  process.on('disconnect', () => process.exit(0))
  // Loaded ahead, since most descriptions are of this kind.
  void loadAdapter('openapi').then(() => send({ kind: 'ready' }))
}

function seal(): void {
  Socket.prototype.connect = () => {
    throw new Error('This process has no network.')
  }
}

function send(message: FromChild): void {
  process.send?.(message)
}

/** The parent asks for one batch at a time, so a fast child never fills the parent's memory. */
class Flow {
  #asked = 0
  #wake: (() => void) | undefined

  next(): void {
    this.#asked += 1
    this.#wake?.()
  }

  async turn(): Promise<void> {
    while (this.#asked === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#asked -= 1
  }
}

async function introspect(
  start: Extract<ToChild, { kind: 'start' }>,
  connection: ChildConnection,
  flow: Flow,
): Promise<void> {
  try {
    const adapter = await loadAdapter(start.source)
    send({ kind: 'ready' })
    send({ kind: 'phase', name: 'read', done: 0, total: 1 })
    const introspection = await adapter.introspect(connection, new AbortController().signal)
    await report(introspection, new Set(start.knownPages), flow)
  } catch (error) {
    send({ kind: 'failed', error: toWire(error) })
  }
}

async function judge(source: string, document: SourceDocument): Promise<void> {
  try {
    const secondOpinion = await loadSecondOpinion(source)
    send({ kind: 'ready' })
    send({ kind: 'opinion', issues: (await secondOpinion?.(document)) ?? [] })
  } catch (error) {
    send({ kind: 'failed', error: toWire(error) })
  }
}

async function report(introspection: Introspection, known: ReadonlySet<string>, flow: Flow): Promise<void> {
  const { catalog, issues, statistics } = introspection
  send({ kind: 'counts', counts: countCatalog(introspection), quarantined: quarantinedIn(catalog) })
  const fingerprint = new CatalogFingerprint(catalogHead(catalog))
  const pages = toPages(catalog, known, (entry) => fingerprint.add(entry))
  for await (const page of pages) {
    await flow.turn()
    send({ kind: 'page', ...page })
  }
  for (let from = 0; from < issues.length; from += 200) {
    await flow.turn()
    send({
      kind: 'issues',
      from,
      texts: issues.slice(from, from + 200).map((issue) => JSON.stringify(issue)),
    })
  }
  const estimates = statistics === undefined ? {} : { statistics: await toStatisticsPage(statistics) }
  await flow.turn()
  send({
    kind: 'done',
    hash: fingerprint.digest(),
    head: catalogHead(catalog),
    peakBytes: process.resourceUsage().maxRSS * 1024,
    ...estimates,
  })
}

function quarantinedIn(catalog: SchemaCatalog): readonly QuarantinedOperation[] {
  return catalog.operations.flatMap(({ name, availability }) => {
    if (availability.status !== 'quarantined') return []
    const [reason] = availability.reasons
    return [{ operation: name, reason: reason?.message ?? 'unknown', pointer: reason?.pointer ?? '' }]
  })
}

main()
