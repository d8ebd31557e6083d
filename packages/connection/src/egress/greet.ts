import { TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'
import { transportFailure } from '../http/transport-failure.ts'

/** What a server shows before anything is asked of it. */
export interface Greeting {
  /** `TLSv1.3` */
  readonly protocol: string
  /** When its certificate runs out, in the words of the certificate. */
  readonly validTo: string
}

/**
 * Opens a socket to an origin as requests do, and closes it. Undefined over plain http. Throws `egress_blocked`,
 * `upstream_unreachable` (with reason `tls` for a certificate that is not good), `upstream_timeout`.
 */
export type Greet = (origin: string) => Promise<Greeting | undefined>

/** `connect` bounds the time. */
export function greeter(connect: buildConnector.connector): Greet {
  return (origin) =>
    new Promise((resolve, reject) => {
      const { protocol, hostname, port } = new URL(origin)
      const host = hostname.replace(/^\[(.*)\]$/, '$1')
      connect({ protocol, hostname: host, host: hostname, port }, (error, socket) => {
        if (error !== null) {
          reject(transportFailure(error, 'no', 'request'))
          return
        }
        const greeting =
          socket instanceof TLSSocket
            ? { protocol: socket.getProtocol() ?? '', validTo: socket.getPeerCertificate().valid_to }
            : undefined
        socket.destroy()
        resolve(greeting)
      })
    })
}
