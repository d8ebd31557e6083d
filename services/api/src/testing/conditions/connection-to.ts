import {
  createEgress,
  openConnection,
  parseCredentials,
  parseEgressAllow,
  toOrigin,
} from '@bindery/connection'
import type { Connection } from '@bindery/model'

/** A real connection, without a credential, to a provider on this machine. */
export function connectionTo(baseUrl: string): Connection {
  const allow = parseEgressAllow('127.0.0.1/32')
  const credential = parseCredentials(undefined, {}, [
    { of: 'A test', origins: [toOrigin(baseUrl)], wayOut: 'None.' },
  ])
  if (!allow.ok || !credential.ok) throw new TypeError('A test reaches its own server.')
  return openConnection({
    egress: createEgress({ policy: { allow: allow.value, plainHttp: 'listed' } }),
    key: 'things',
    environment: 'production',
    baseUrl,
    credential: credential.value,
  })
}
