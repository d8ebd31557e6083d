import { PlatformError } from '@bindery/model'
import type { Asking } from '@bindery/platform/kernel'
import type { RawRequest } from './raw-request.ts'

const defaultWaitSeconds = 10
const mostWaitSeconds = 60

/** What headers say of who asks and how. Throws `api_key_missing`. */
export function askingOf(raw: RawRequest): Omit<Asking, 'missing'> {
  const { principal, requestId, signal, headers } = raw
  if (principal === undefined) throw new PlatformError('api_key_missing', 'Send an API key.')
  return {
    principal,
    requestId,
    signal,
    address: raw.url.split('?')[0] ?? raw.url,
    given: raw.body,
    upload: raw.stream,
    wants: wantsOf(String(headers['accept'] ?? '')),
    lastEvent: lastEventOf(headers['last-event-id']),
    waitMs: waitSeconds(headers['prefer']) * 1000,
    // Pages of our own origin can keep a cookie; whoever else calls is a program.
    asker: headers['sec-fetch-site'] === 'same-origin' ? 'browser' : 'program',
    knownTag: tagOf(headers['if-none-match']),
    seenRevision: () => revisionOf(headers['if-match']),
    idempotencyKey: () => {
      const key = idempotencyKeyIn(raw)
      return key === undefined ? undefined : `caller:${key}`
    },
    knownEpoch: () => epochOf(headers['bindery-epoch']),
  }
}

function wantsOf(accept: string): Asking['wants'] {
  if (accept.includes('text/event-stream')) return 'events'
  return accept.includes('text/csv') ? 'table' : 'answer'
}

type Header = RawRequest['headers'][string]

function waitSeconds(header: Header): number {
  const wait =
    typeof header === 'string' ? /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})/i.exec(header)?.[1] : undefined
  return wait === undefined ? defaultWaitSeconds : Math.min(Number(wait), mostWaitSeconds)
}

const lastEventOf = (header: Header): number =>
  typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : 0

const tagOf = (header: Header): string | undefined =>
  typeof header === 'string' ? /^(?:W\/)?"([^"]*)"$/.exec(header)?.[1] : undefined

function revisionOf(header: Header): number | undefined {
  if (typeof header !== 'string' || header === '*') return undefined
  const revision = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1]
  if (revision === undefined)
    throw new PlatformError('bad_request', 'If-Match must hold the ETag that the agent came with.')
  return Number(revision)
}

function epochOf(header: Header): number | undefined {
  if (header === undefined) return undefined
  if (typeof header === 'string' && /^\d{1,15}$/.test(header.trim())) return Number(header)
  throw new PlatformError('bad_request', 'Bindery-Epoch must be the number that came with "restored".')
}

/** Throws `bad_request` for what is no key. */
export function idempotencyKeyIn({ headers }: Pick<RawRequest, 'headers'>): string | undefined {
  const header = headers['idempotency-key']
  if (header === undefined) return undefined
  const key = typeof header === 'string' ? header.trim() : ''
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw new PlatformError('bad_request', 'Idempotency-Key must be 1 to 200 visible ASCII characters.')
}
