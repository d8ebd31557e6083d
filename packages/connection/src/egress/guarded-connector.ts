import { isIPv6 } from 'node:net'
import { rootCertificates } from 'node:tls'
import { buildConnector } from 'undici'
import { egressBlocked } from './egress-error.ts'
import { isSameIp, parseIp } from './ip-address.ts'
import type { ResolveOptions, Target } from './resolve-target.ts'
import { resolveTarget } from './resolve-target.ts'

export interface ConnectorOptions extends ResolveOptions {
  /** Certificates (PEM) to trust beside the public roots. */
  readonly extraRoots: readonly string[]
  /** Opens one socket to one address; undici's connector when absent. */
  readonly dial?: buildConnector.connector
}

type Socket = Extract<Parameters<buildConnector.Callback>, readonly [null, unknown]>[1]

/**
 * Opens sockets for undici, and nothing else in Bindery opens one to an HTTP provider. Per socket: check the URL, look
 * the name up once, check every answer, dial exactly a checked address (the next one when it refuses) with the name for
 * SNI and certificate, compare the address that the socket ended up at. Kept sockets need no second check.
 */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  const dial = options.dial ?? undiciDial(options)
  return (request, callback) => {
    void report(openSocket(request, options, dial), callback)
  }
}

function undiciDial({ timeoutMs, extraRoots }: ConnectorOptions): buildConnector.connector {
  // Certificate and name are checked by default; a list of roots replaces the public ones, so it repeats them.
  const roots = extraRoots.length === 0 ? {} : { ca: [...rootCertificates, ...extraRoots] }
  // Said, not left to a default: one request a socket is what the bulkhead, deadlines and "at most once" count on.
  return buildConnector({ allowH2: false, timeout: timeoutMs, port: 0, ...roots })
}

async function report(opening: Promise<Socket>, callback: buildConnector.Callback): Promise<void> {
  const outcome = await opening.catch(toError)
  if (outcome instanceof Error) callback(outcome, null)
  else callback(null, outcome)
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

async function openSocket(
  request: buildConnector.Options,
  options: ResolveOptions,
  dial: buildConnector.connector,
): Promise<Socket> {
  const target = await resolveTarget(originOf(request), options)
  let failure: unknown
  for (const address of target.addresses.slice(0, 3)) {
    try {
      return await dialAddress(dial, request, { target, address })
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

/** undici hands IPv6 literals over without their brackets, and the port of the scheme as an empty text. */
function originOf({ protocol, hostname, port }: buildConnector.Options): string {
  const host = isIPv6(hostname) ? `[${hostname}]` : hostname
  return `${protocol}//${host}:${port}`
}

interface CheckedAddress {
  readonly target: Target
  readonly address: string
}

async function dialAddress(
  dial: buildConnector.connector,
  request: buildConnector.Options,
  { target, address }: CheckedAddress,
): Promise<Socket> {
  const isLiteral = parseIp(target.host) !== undefined
  const socket = await new Promise<Socket>((resolve, reject) => {
    const options = { ...request, hostname: address, host: isLiteral ? address : target.host }
    const named = isLiteral ? options : { ...options, servername: target.host }
    dial(named, (error, opened) => (error === null ? resolve(opened) : reject(error)))
  })
  if (isSameIp(socket.remoteAddress ?? '', address)) return socket
  socket.destroy()
  throw egressBlocked('rebound', target.host)
}
