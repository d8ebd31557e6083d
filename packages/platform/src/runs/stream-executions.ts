import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { findApiKey, findSession, type Transaction } from '@bindery/store'
import { findLastEntry, listRunEvents, type RunEvent } from '@bindery/store/logs'
import { latestEntry } from './latest-entries.ts'
import { isToldOf } from '../kernel/environment-rule.ts'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { principalOfKey } from '../kernel/principal-of-key.ts'
import type { StreamPlace } from '../kernel/stream-places.ts'

const pollMs = 1_000
/** Whether the key of a stream still holds is asked before anything is told, and so often while nothing is. */
const keyMs = 5_000
const heartbeatMs = 15_000
/** What is written and not read yet: beyond it nothing is asked of the store. */
const mostUnread = 64 * 1024
/** So long a reader may leave it unread. */
const patienceMs = 60_000
export const pageSize = 100
/** Who was away for longer loads the list anew instead. */
const mostMissed = 10_000

type Services = Needs<'now' | 'store'>

export interface ExecutionStream {
  readonly principal: Principal
  /** Sequence of the last event that the reader has seen; 0 for none, who is told of what happens from now on. */
  readonly after: number
  readonly signal: AbortSignal
  readonly place: StreamPlace
}

/**
 * Runs that end and calls that wait, as Server-Sent Events, from every server on the store. It ends with the reader, within
 * seconds of their key or session, and with the server; and when nothing of it is read for a minute.
 */
export function streamExecutions(services: Services, stream: ExecutionStream): Readable {
  const out = new Readable({ read: () => undefined, highWaterMark: mostUnread })
  stream.signal.addEventListener('abort', stream.place.end, { once: true })
  out.once('close', stream.place.giveBack)
  follow(services, { ...stream, signal: stream.place.signal }, out).catch((error: unknown) =>
    out.destroy(error instanceof Error ? error : undefined),
  )
  return out
}

async function follow(services: Services, stream: ExecutionStream, out: Readable): Promise<void> {
  const begin = await beginAt(services, stream)
  let { after } = begin
  let unreadSince = services.now()
  let quietSince = unreadSince
  let checkedAt = unreadSince
  out.push(`retry: 2000\nevent: ${begin.lost ? 'gap' : 'ready'}\nid: ${after}\ndata: {}\n\n`)
  while (!stream.signal.aborted && !out.destroyed) {
    const now = services.now()
    if (out.readableLength === 0) unreadSince = now
    if (now - unreadSince > patienceMs) break
    const isDue = now - checkedAt > keyMs || (await isBehind(services, stream, after))
    const news =
      isDue && out.readableLength < mostUnread ? await readNews(services, stream, after) : nothingNew(after)
    if (news === 'ended') break
    if (isDue) checkedAt = now
    after = news.after
    if (news.events.length > 0) out.push(news.events.map(toText).join(''))
    else if (now - quietSince > heartbeatMs) out.push(': still here\n\n')
    if (news.events.length > 0 || now - quietSince > heartbeatMs) quietSince = now
    if (!news.isMore) await sleep(pollMs, undefined, { signal: stream.signal }).catch(() => undefined)
  }
  // Who reads gets a proper end; for who does not, it would never be written.
  if (out.readableLength === 0) out.push(null)
  else out.destroy()
}

interface Begin {
  readonly after: number
  /** More happened meanwhile than is told afterwards. */
  readonly lost: boolean
}

async function beginAt({ store }: Services, { principal, after }: ExecutionStream): Promise<Begin> {
  const last = await store.run(principal.organizationId, findLastEntry)
  if (after === 0) return { after: last, lost: false }
  // A store that was brought back from a backup may be behind what somebody saw.
  return after > last || last - after > mostMissed ? { after: last, lost: true } : { after, lost: false }
}

interface News {
  readonly events: readonly RunEvent[]
  readonly after: number
  readonly isMore: boolean
}

const nothingNew = (after: number): News => ({ events: [], after, isMore: false })

const isBehind = async (
  services: Services,
  { principal }: ExecutionStream,
  after: number,
): Promise<boolean> => (await latestEntry(services, principal.organizationId)) > after

function readNews(
  services: Services,
  { principal }: ExecutionStream,
  after: number,
): Promise<News | 'ended'> {
  return services.store.run(principal.organizationId, async (transaction) => {
    const current = await findAgain(services, transaction, principal)
    if (current === undefined || !current.scopes.has('logs:read')) return 'ended'
    if ((await findLastEntry(transaction)) <= after) return nothingNew(after)
    return readEvents(transaction, current, after)
  })
}

/** The next events that a key may be told of. */
export async function readEvents(
  transaction: Transaction,
  principal: Principal,
  after: number,
): Promise<News> {
  const rows = await listRunEvents(transaction, { after, limit: pageSize })
  const events = rows.filter((row) => isTold(principal, row))
  return { events, after: rows.at(-1)?.sequence ?? after, isMore: rows.length === pageSize }
}

function isTold(principal: Principal, event: RunEvent): boolean {
  if (event.kind === 'other') return false
  return isToldOf(principal, { environment: event.environment ?? 'one that is not on record' })
}

/** The key as it is now; undefined when it or the session that it came by has ended. */
async function findAgain(
  { now }: Services,
  transaction: Transaction,
  { keyId, session }: Principal,
): Promise<Principal | undefined> {
  const key = await findApiKey(transaction, keyId)
  if (key === undefined || (key.expiresAt !== null && key.expiresAt.getTime() <= now())) return undefined
  if (session === undefined) return principalOfKey(key)
  const known = await findSession(transaction, session)
  return known === undefined || known.expiresAt.getTime() <= now() ? undefined : principalOfKey(key)
}

/** An event without what it is called and its place. */
export function dataOf(event: RunEvent): object {
  const { kind: _, sequence: __, ...data } = event
  return data
}

const toText = (event: RunEvent): string =>
  `id: ${event.sequence}\nevent: ${event.kind}\ndata: ${JSON.stringify(dataOf(event))}\n\n`
