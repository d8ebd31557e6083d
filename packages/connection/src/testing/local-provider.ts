import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { HttpRequest } from '@bindery/model'
import type { Credential } from '../auth/auth-method.ts'
import { type Reach, toOrigin } from '../auth/reach.ts'
import { parseCredentials } from '../auth/registry.ts'
import type { ConnectionTarget } from '../connection-target.ts'
import { createEgress } from '../egress/egress.ts'
import { parseEgressAllow, type EgressRule } from '../egress/egress-policy.ts'
import type { Lookup } from '../egress/resolve-target.ts'

/** A real HTTP server on loopback, for tests that drive a connection against it. */
export interface LocalProvider {
  readonly port: number
  readonly origin: string
  readonly close: () => Promise<void>
}

/** Starts a provider on a free port of 127.0.0.1; with `tls` it speaks https. */
export async function startProvider(listener: RequestListener, tls?: ServerOptions): Promise<LocalProvider> {
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  const port = await listen(server)
  return {
    port,
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Rules that must parse. */
export function rulesOf(text: string): readonly EgressRule[] {
  const rules = parseEgressAllow(text)
  if (!rules.ok) throw new TypeError(rules.failure.join(' '))
  return rules.value
}

/** For credentials that may go to these addresses. */
export const reachTo = (...addresses: readonly string[]): Reach => [
  { of: 'A credential of a test', origins: addresses.map(toOrigin), wayOut: 'Name it in the test.' },
]

/** A credential that must parse, for an address. */
export function credentialOf(values: unknown, to: string, method?: string): Credential {
  const credential = parseCredentials(method, values, reachTo(to))
  if (!credential.ok) throw new TypeError(credential.failure.map((issue) => issue.message).join(' '))
  return credential.value
}

/** A target at a loopback port, which the policy lists. */
export function localTarget(
  baseUrl: string,
  options: { readonly credential?: unknown; readonly allow?: string; readonly lookup?: Lookup } = {},
): ConnectionTarget {
  const policy = {
    allow: rulesOf(options.allow ?? '127.0.0.1/32'),
    plainHttp: 'listed' as const,
  }
  const egress = createEgress(options.lookup === undefined ? { policy } : { policy, lookup: options.lookup })
  return {
    egress,
    key: 'organisation/integration/production',
    environment: 'production',
    baseUrl,
    credential: credentialOf(options.credential ?? {}, baseUrl),
  }
}

/** A read of `/things` with room for 1 MB, changed as given. */
export function readOf(change: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    path: '/things',
    query: '',
    headers: [],
    effect: 'read',
    maxResponseBytes: 1_000_000,
    ...change,
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address()
      if (address === null || typeof address === 'string') throw new TypeError('The server has no port.')
      resolve(address.port)
    })
  })
}
