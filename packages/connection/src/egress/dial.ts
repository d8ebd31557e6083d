import { connect, type Socket } from 'node:net'
import { PlatformError } from '@bindery/model'
import { checkUrl } from './check-url.ts'
import { egressBlocked } from './egress-error.ts'
import type { EgressPolicy } from './egress-policy.ts'
import { isSameIp } from './ip-address.ts'
import { resolveTarget, type ResolveOptions } from './resolve-target.ts'

/** Where a session that is not HTTP should go. */
export interface DialTarget {
  readonly host: string
  readonly port: number
  /** `plain` sessions only reach addresses that the operator lists. */
  readonly privacy: 'tls' | 'plain'
}

/** Opens a TCP socket to a checked address. Throws `egress_blocked`, `upstream_unreachable`, `upstream_timeout`. */
export type Dial = (target: DialTarget, signal: AbortSignal) => Promise<Socket>

/**
 * The way of the guarded connector for protocols that are not HTTP: look the name up once, check every answer, dial
 * exactly a checked address (at most three, in order), compare the address that the socket ended up at.
 */
export function guardedDial(options: ResolveOptions): Dial {
  return async (target, signal) => {
    const { host, addresses } = await resolve(target, options)
    let failure: unknown
    for (const address of addresses.slice(0, 3)) {
      try {
        return await dialAddress({ host, address, port: target.port }, signal)
      } catch (error) {
        failure = error
      }
    }
    throw failure
  }
}

/** Refuses what no lookup could make good. Throws `egress_blocked`. */
export function checkDialTarget(target: DialTarget, policy: EgressPolicy): void {
  const verdict = checkUrl(urlOf(target), listedPlain(policy))
  if (verdict.verdict === 'ok-literal' || verdict.verdict === 'resolve-then-check') return
  throw egressBlocked(verdict.reason === 'plain_http' ? 'plain_database' : verdict.reason, target.host)
}

/** URL rules decide on hosts; TLS counts as https, and its absence as plain http that is never open to everybody. */
async function resolve(target: DialTarget, options: ResolveOptions) {
  try {
    return await resolveTarget(urlOf(target), { ...options, policy: listedPlain(options.policy) })
  } catch (error) {
    const isPlain = error instanceof PlatformError && error.details.reason === 'plain_http'
    throw isPlain ? egressBlocked('plain_database', target.host) : error
  }
}

const listedPlain = (policy: EgressPolicy): EgressPolicy => ({ ...policy, plainHttp: 'listed' })

function urlOf({ host, port, privacy }: DialTarget): string {
  const scheme = privacy === 'tls' ? 'https' : 'http'
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

interface Address {
  readonly host: string
  readonly address: string
  readonly port: number
}

async function dialAddress({ host, address, port }: Address, signal: AbortSignal): Promise<Socket> {
  const socket = await openSocket(address, port, signal)
  if (isSameIp(socket.remoteAddress ?? '', address)) return socket
  socket.destroy()
  throw egressBlocked('rebound', host)
}

function openSocket(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true })
    const stop = () => socket.destroy(new Error('The connection was not made in time.'))
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', stop)
      reject(error)
    }
    socket.once('error', fail)
    socket.once('connect', () => {
      signal.removeEventListener('abort', stop)
      socket.removeListener('error', fail)
      resolve(socket)
    })
  })
}
